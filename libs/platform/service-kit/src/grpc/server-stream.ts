import type { ServerWritableStream } from '@grpc/grpc-js';
import { type Attributes, SpanKind } from '@opentelemetry/api';
import { encodeStatus, grpcCodes } from '@turnfleet/contract/grpc';
import { type Clock, deadlineAt, TurnfleetError, toTurnfleetError } from '@turnfleet/core';
import { attributes, contextOf, withSpan } from '@turnfleet/telemetry';
import type { StreamHandler } from './service.ts';
import { asOurs, asServiceError, traceContextOf, type UnaryOptions } from './unary.ts';

interface ServerStreamOptions extends Omit<UnaryOptions, 'handler' | 'ended'> {
  readonly handler: StreamHandler;
  /** Aborts when the server begins to drain: nobody waits for a stream that would not end. */
  readonly draining: AbortSignal;
}

type Request = Readonly<Record<string, unknown>>;
type Stream = ServerWritableStream<Request, unknown>;

/** Nobody watches for longer without asking anew. */
const longestMs = 24 * 3_600_000;

/**
 * A handler of a server-streaming method as grpc-js calls it. It runs until it ends, the caller leaves or the server drains,
 * and goes on only as fast as the caller reads.
 */
export function serverStream(options: ServerStreamOptions) {
  const { app, service, method, validate, handler, clock } = options;
  const known: Attributes = {
    [attributes.rpcSystem]: 'grpc',
    [attributes.rpcService]: service,
    [attributes.rpcMethod]: method,
  };
  return (call: Stream): void => {
    const parent = contextOf(traceContextOf(call.metadata));
    // The span tells that somebody began to watch; one as long as the stream would be seen only at its end.
    void withSpan(
      { scope: app, name: `${service}/${method}`, kind: SpanKind.SERVER, attributes: known, parent },
      async () => {
        try {
          validate(call.request);
        } catch (error) {
          call.emit('error', asServiceError(asOurs(error, options)));
          return;
        }
        void run(options, handler, call, clock);
      },
    );
  };
}

async function run(options: ServerStreamOptions, handler: StreamHandler, call: Stream, clock: Clock): Promise<void> {
  const over = new AbortController();
  const gone = (): void => over.abort(new TurnfleetError('cancelled', 'The caller left.'));
  const drained = (): void => over.abort(new TurnfleetError('overloaded', 'The service is shutting down.'));
  call.once('cancelled', gone);
  options.draining.addEventListener('abort', drained, { once: true });
  if (options.draining.aborted) drained();
  const given = Number(call.getDeadline());
  const at = Number.isFinite(given) ? given : clock.now() + longestMs;
  using deadline = deadlineAt(clock, at, over.signal);
  try {
    for await (const message of handler(call.request as never, { deadline, metadata: call.metadata })) {
      if (deadline.signal.aborted) break;
      if (!call.write(message)) await drainedOf(call, deadline.signal);
    }
    if (deadline.signal.aborted) throw toTurnfleetError(deadline.signal.reason);
    call.end();
  } catch (error) {
    const ours = asOurs(error, options);
    if (encodeStatus(ours).code !== grpcCodes.CANCELLED) call.emit('error', asServiceError(ours));
  } finally {
    call.off('cancelled', gone);
    options.draining.removeEventListener('abort', drained);
  }
}

/** The caller reads again, or there is nobody to wait for. */
function drainedOf(call: Stream, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const on = (): void => {
      call.off('drain', on);
      signal.removeEventListener('abort', on);
      resolve();
    };
    call.once('drain', on);
    signal.addEventListener('abort', on, { once: true });
    if (signal.aborted) on();
  });
}
