import { type ModelRequest, refusedParameter } from '@turnfleet/model';
import type { Call } from './answer-stream.ts';
import type { Dialects } from './dialects.ts';
import { endpointError } from './sdk-failure.ts';

/** An endpoint that refuses one parameter after another refuses something else. */
const mostRefusals = 4;

/** Sends the request; a parameter that the endpoint refuses is left out from then on, or written in its other form. */
export async function send(call: Call, dialects: Dialects, signal: AbortSignal): Promise<Response> {
  const { vendor, request, deployment, headers, limits } = call;
  for (let refusals = 0; ; refusals++) {
    const dialect = dialects.of(deployment);
    const body = vendor.bodyOf(request, deployment.name, dialect);
    try {
      return await vendor.send(body, headers, limits, signal);
    } catch (error) {
      const complaint = endpointError(error);
      const refused = complaint && refusedParameter(complaint, carriedNames(request));
      const sent = refused === 'reasoning_content' || refused === 'vendor_fields' || body.includes(`"${refused}":`);
      if (!refused || !sent || refusals >= mostRefusals || !dialects.refused(deployment, dialect, refused)) throw error;
    }
  }
}

function carriedNames({ messages }: ModelRequest): string[] {
  const carried = messages.flatMap((message) =>
    message.role === 'assistant' ? [message.carried, ...message.toolCalls.map((call) => call.carried)] : [],
  );
  return carried.flatMap((one) => Object.keys(one?.fields ?? {}));
}
