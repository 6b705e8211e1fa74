import { Metadata, type ServerUnaryCall, type sendUnaryData } from '@grpc/grpc-js';
import { type Attributes, type Span, SpanKind } from '@opentelemetry/api';
import { encodeStatus, grpcCodes } from '@turnfleet/contract/grpc';
import { type Clock, deadlineAt, type Logger, orAbort, TurnfleetError, toTurnfleetError } from '@turnfleet/core';
import { attributes, contextOf, failSpan, histogram, withSpan } from '@turnfleet/telemetry';
import type { Handler } from './service.ts';
import type { ValidateRequest } from './validate-request.ts';

export interface UnaryOptions {
  /** App the spans belong to. */
  readonly app: string;
  readonly service: string;
  readonly method: string;
  readonly handler: Handler;
  readonly validate: ValidateRequest;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Aborts when calls that still run may run no longer. */
  readonly ended: AbortSignal;
}

type Request = Readonly<Record<string, unknown>>;
type Answered = { readonly response: unknown } | { readonly error: TurnfleetError };

/** For a call that brings no deadline. */
const defaultDeadlineMs = 5_000;

/** Codes that mark a span of a server as failed; the others are the caller's (semantic conventions for gRPC). */
const serverFaults: ReadonlySet<number> = new Set([
  grpcCodes.UNKNOWN,
  grpcCodes.DEADLINE_EXCEEDED,
  grpcCodes.UNIMPLEMENTED,
  grpcCodes.INTERNAL,
  grpcCodes.UNAVAILABLE,
  grpcCodes.DATA_LOSS,
]);

/** A handler as grpc-js calls it: validation, deadline, cancellation, span, metric and status around it. */
export function unary(options: UnaryOptions) {
  const { app, service, method, clock } = options;
  const known: Attributes = {
    [attributes.rpcSystem]: 'grpc',
    [attributes.rpcService]: service,
    [attributes.rpcMethod]: method,
  };
  const duration = histogram('rpc.server.call.duration');
  return (call: ServerUnaryCall<Request, unknown>, callback: sendUnaryData<unknown>): void => {
    const begun = clock.monotonic();
    const parent = contextOf(traceContextOf(call.metadata));
    const span = { scope: app, name: `${service}/${method}`, kind: SpanKind.SERVER };
    void withSpan({ ...span, attributes: known, parent }, async (running) => {
      const outcome = await outcomeOf(options, call);
      const code = note(outcome, running, options);
      duration.record((clock.monotonic() - begun) / 1_000, { ...known, [attributes.rpcGrpcStatus]: code });
      if ('error' in outcome) callback(asServiceError(outcome.error));
      else callback(null, outcome.response);
    });
  };
}

/** Only the trace headers: other metadata is nobody's business here. */
export function traceContextOf(metadata: Metadata): Record<string, string | undefined> {
  const text = (key: string): string | undefined => metadata.get(key)[0]?.toString();
  return { traceparent: text('traceparent'), tracestate: text('tracestate') };
}

async function outcomeOf(options: UnaryOptions, call: ServerUnaryCall<Request, unknown>): Promise<Answered> {
  const { validate, handler, clock, ended } = options;
  const cancel = new AbortController();
  const cancelled = (): void => cancel.abort(new TurnfleetError('cancelled', 'The caller gave this call up.'));
  const drained = (): void => cancel.abort(ended.reason);
  const given = Number(call.getDeadline());
  const deadline = deadlineAt(clock, Number.isFinite(given) ? given : clock.now() + defaultDeadlineMs, cancel.signal);
  call.once('cancelled', cancelled);
  ended.addEventListener('abort', drained, { once: true });
  try {
    validate(call.request);
    return {
      response: await orAbort(handler(call.request as never, { deadline, metadata: call.metadata }), deadline.signal),
    };
  } catch (error) {
    return { error: asOurs(error, options) };
  } finally {
    call.off('cancelled', cancelled);
    ended.removeEventListener('abort', drained);
    deadline[Symbol.dispose]();
  }
}

/** An unexpected failure is logged here, once, and its text stays here. */
export function asOurs(
  error: unknown,
  { service, method, logger }: Pick<UnaryOptions, 'service' | 'method' | 'logger'>,
): TurnfleetError {
  const ours = toTurnfleetError(error);
  if (ours.kind !== 'internal') return ours;
  logger.error({ err: error, service, method }, `${service}/${method} failed unexpectedly`);
  return new TurnfleetError('internal', 'The service failed unexpectedly while it handled this call.', {
    cause: error,
  });
}

/** Records how the call ended on its span; gives the status code. */
function note(outcome: Answered, span: Span, { logger, service, method }: UnaryOptions): number {
  const code = 'error' in outcome ? encodeStatus(outcome.error).code : grpcCodes.OK;
  span.setAttribute(attributes.rpcGrpcStatus, code);
  if ('error' in outcome) {
    if (serverFaults.has(code)) failSpan(span, outcome.error);
    logger.debug({ service, method, kind: outcome.error.kind }, 'call answered with an error');
  }
  return code;
}

export function asServiceError(error: TurnfleetError) {
  const { code, message, details } = encodeStatus(error);
  const metadata = new Metadata();
  metadata.set('grpc-status-details-bin', details);
  return { code, details: message, metadata };
}
