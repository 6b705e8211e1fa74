import { TurnfleetError } from '@turnfleet/core';

/** What an endpoint said instead of an answer, in either vendor's vocabulary. */
export interface EndpointError {
  /** HTTP status; absent when the error came inside a stream. */
  readonly status?: number | undefined;
  /** `code` (OpenAI) and `type` (both) of the error object. */
  readonly code?: string | undefined;
  readonly type?: string | undefined;
  /** The parameter that it complains of (OpenAI). */
  readonly param?: string | undefined;
  readonly message: string;
  readonly retryAfterMs?: number | undefined;
}

const contextCodes = ['context_length_exceeded', 'string_above_max_length'];
const contextWords =
  /context (length|window)|maximum context|prompt is too long|input is too long|too many (input )?tokens|exceeds? .*token/i;
const refusalCodes = ['content_filter', 'content_policy_violation', 'ResponsibleAIPolicyViolation'];
/** The vendor could not read what its model wrote: asked again, the model writes something else. */
const botchedCodes = ['tool_use_failed', 'malformed_function_call', 'MALFORMED_FUNCTION_CALL'];
const botchedWords =
  /fail\w* to (call|parse|generate|decode)\b.*(function|tool)|(function|tool) call\w* .*(malformed|could not be parsed)/i;
const outOfCredit = ['insufficient_quota', 'billing_error'];
const rateCodes = ['rate_limit_exceeded', 'rate_limit_error', 'too_many_requests'];

/**
 * The kind of failure an endpoint's error is, so that a fallback chain can act on it. The endpoint's own words are not
 * passed on, not even as the cause: they may quote the prompt or the key, and causes are logged.
 */
export function modelFailure(error: EndpointError): TurnfleetError {
  const { status, retryAfterMs } = error;
  const names = [error.code ?? '', error.type ?? ''];
  const isOneOf = (codes: readonly string[]): boolean => names.some((name) => codes.includes(name));
  const cause = new Error(['Model endpoint:', status, ...names].filter(Boolean).join(' '));
  const details = { ...(retryAfterMs !== undefined && { retryAfterMs }), cause };
  const says = status === undefined ? 'broke off with an error' : `answered ${status}`;

  if (isOneOf(refusalCodes)) {
    return new TurnfleetError(
      'model_refused',
      'The model endpoint declined the request by its content policy.',
      details,
    );
  }
  if (isOneOf(botchedCodes) || (isRequestFault(status) && botchedWords.test(error.message))) {
    return new TurnfleetError('model_unavailable', 'The model wrote a tool call that its vendor cannot read.', details);
  }
  if (isOneOf(contextCodes) || status === 413 || (isRequestFault(status) && contextWords.test(error.message))) {
    return new TurnfleetError('context_too_long', 'The prompt is longer than the model takes.', details);
  }
  if (isOneOf(outOfCredit) || status === 402) {
    return new TurnfleetError('model_unavailable', 'The account at the model endpoint has no credit left.', {
      ...details,
      lasting: true,
      suggestion: 'Top it up.',
    });
  }
  if (status === 429 || isOneOf(rateCodes)) {
    return new TurnfleetError('rate_limited', 'The model endpoint is limiting our requests.', details);
  }
  if (status === 401 || status === 403) {
    const message = `The model endpoint ${says}: it does not accept our key.`;
    return new TurnfleetError('model_unavailable', message, {
      ...details,
      lasting: true,
      suggestion: 'Check the API key and what it may use.',
    });
  }
  if (status === 404) {
    const message = 'The model endpoint does not know this model or address (404).';
    return new TurnfleetError('model_unavailable', message, {
      ...details,
      lasting: true,
      suggestion: 'Check the base URL and the model name.',
    });
  }
  if (isRequestFault(status) && status !== 408 && status !== 409) {
    return new TurnfleetError('invalid_request', `The model endpoint did not accept the request (${status}).`, details);
  }
  return new TurnfleetError('model_unavailable', `The model endpoint ${says}.`, details);
}

function isRequestFault(status: number | undefined): status is number {
  return status !== undefined && status >= 400 && status < 500;
}

/** Milliseconds from a `Retry-After` header (RFC 9110: whole seconds or a date); undefined if there is none to read. */
export function retryAfterMs(header: string | null | undefined, now: number): number | undefined {
  if (!header) return undefined;
  if (/^\s*\d+(\.\d+)?\s*$/.test(header)) return Math.ceil(Number(header) * 1_000);
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
