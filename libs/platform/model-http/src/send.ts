import { type ModelRequest, refusedParameter } from '@turnfleet/model';
import type { Call } from './answer-stream.ts';
import type { Dialects } from './dialects.ts';
import { errorBody } from './error-body.ts';
import type { Exchange } from './exchange.ts';
import { endpointError } from './sdk-failure.ts';
import type { Vendor } from './vendor.ts';

/** An endpoint that refuses one parameter after another refuses something else. */
const mostRefusals = 4;
const longestErrorBytes = 65_536;

/** Sends the request; a parameter that the endpoint refuses is left out from then on, or written in its other form. */
export async function send(call: Call, dialects: Dialects, signal: AbortSignal): Promise<Exchange> {
  const { vendor, endpoint, request, deployment, headers, limits } = call;
  const built = await vendor.head();
  const head = { ...built, headers: [...built.headers, ...headers] };
  for (let refusals = 0; ; refusals++) {
    const dialect = dialects.of(deployment);
    const body = vendor.bodyOf(request, deployment.name, dialect);
    const exchange = await endpoint.ask(head, body, limits, signal);
    if (exchange.status >= 200 && exchange.status < 300) return exchange;
    const error = await errorIn(exchange, vendor);
    const complaint = endpointError(error);
    const refused = complaint && refusedParameter(complaint, carriedNames(request));
    const sent = refused === 'reasoning_content' || refused === 'vendor_fields' || body.includes(`"${refused}":`);
    if (!refused || !sent || refusals >= mostRefusals || !dialects.refused(deployment, dialect, refused)) throw error;
  }
}

async function errorIn(exchange: Exchange, vendor: Vendor): Promise<Error> {
  const body = errorBody(await startOf(exchange));
  const retryAfter = exchange.headers['retry-after'];
  const headers = new Headers(retryAfter === undefined ? {} : { 'retry-after': retryAfter });
  return vendor.errorOf(exchange.status, body, headers);
}

/** What comes of a body; where it breaks off, the status says enough. */
async function startOf(exchange: Exchange): Promise<string> {
  const parts: Uint8Array[] = [];
  try {
    for (let length = 0; length <= longestErrorBytes; ) {
      const portions = await exchange.take();
      if (portions.length === 0) break;
      parts.push(...portions);
      length = parts.reduce((sum, part) => sum + part.length, 0);
    }
  } catch {
    // Whoever called it off is told so by their signal.
  }
  exchange.leave();
  return Buffer.concat(parts).toString('utf8');
}

function carriedNames({ messages }: ModelRequest): string[] {
  const carried = messages.flatMap((message) =>
    message.role === 'assistant' ? [message.carried, ...message.toolCalls.map((call) => call.carried)] : [],
  );
  return carried.flatMap((one) => Object.keys(one?.fields ?? {}));
}
