import type { ErrorKind, TurnfleetError } from '@turnfleet/core';
import { type EndpointError, modelFailure } from '../model-failure.ts';
import { isRecord } from '../stream-fold.ts';

/** The error object of a body or of an event: an object, a bare sentence, or the fields themselves. */
export function openAiStreamError(error: unknown): TurnfleetError {
  if (!isRecord(error)) return modelFailure({ message: typeof error === 'string' ? error : '' });
  const { message, type, code, status } = error;
  return modelFailure({
    status: [code, status].map(Number).find((one) => one >= 100 && one <= 599),
    code: typeof code === 'string' ? code : undefined,
    type: typeof type === 'string' ? type : undefined,
    message: typeof message === 'string' ? message : '',
  });
}

/** What can be left out of a request, or written in another way, for an endpoint that refuses it. */
const adaptable = [
  'max_tokens',
  'max_completion_tokens',
  'stream_options',
  'temperature',
  'seed',
  'stop',
  'tool_choice',
  'reasoning_content',
  /** What it had put on a message itself, see `Carried`. */
  'vendor_fields',
] as const;
export type Adaptable = (typeof adaptable)[number];

const refuses =
  /unsupported|not supported|does not support|unrecogni[sz]ed|unknown|unexpected|not (permitted|allowed)|extra (inputs|fields)|must be passed|is required|missing/i;

/**
 * The parameter that a 400 (or 422) refuses, or asks for, if the request can do otherwise; undefined for any other error.
 * Vendors name it in `param`, or only in a sentence, the refused one first. `carried`: names of vendor fields sent back.
 */
export function refusedParameter(
  { status, message, param }: EndpointError,
  carried: readonly string[] = [],
): Adaptable | undefined {
  if ((status !== 400 && status !== 422) || !refuses.test(message)) return undefined;
  const named = adaptable.find((name) => name === param);
  if (named) return named;
  const places = adaptable
    .map((name) => ({ name, at: message.search(new RegExp(`(?<![A-Za-z_])${name}(?![A-Za-z_])`)) }))
    .filter(({ at }) => at >= 0);
  const [first] = places.sort((a, b) => a.at - b.at);
  return first?.name ?? (carried.some((name) => message.includes(name)) ? 'vendor_fields' : undefined);
}

const errorNames: Readonly<Partial<Record<ErrorKind, { readonly type: string; readonly code: string | null }>>> = {
  invalid_request: { type: 'invalid_request_error', code: null },
  not_found: { type: 'invalid_request_error', code: 'not_found' },
  unauthenticated: { type: 'invalid_request_error', code: 'invalid_api_key' },
  forbidden: { type: 'invalid_request_error', code: 'insufficient_permissions' },
  context_too_long: { type: 'invalid_request_error', code: 'context_length_exceeded' },
  rate_limited: { type: 'requests', code: 'rate_limit_exceeded' },
};

/** By the type of what is not there. */
const absent: Readonly<Record<string, string>> = {
  model: 'model_not_found',
  response: 'previous_response_not_found',
};

/** The body in which an error is told; the status says the rest. */
export function openAiErrorBody(error: TurnfleetError): object {
  const named = errorNames[error.kind] ?? { type: 'server_error', code: null };
  const { type } = named;
  const code = absent[error.details.resource?.type ?? ''] ?? named.code;
  return { error: { message: error.message, type, param: error.details.violations?.[0]?.field || null, code } };
}
