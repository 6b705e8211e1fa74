import { isTurnfleetError, TurnfleetError } from '@turnfleet/core';
import { maxBodyBytes } from './limits.ts';
import { Refusal } from './refusal.ts';

/** What went wrong with a request, as one of our errors: from a handler, the validation, or fastify itself. */
export function requestError(error: unknown): TurnfleetError {
  if (isTurnfleetError(error)) return error;
  return refusalOf(error) ?? unexpected(error);
}

/** What it was stays in the log: nobody knows what its message quotes. */
function unexpected(cause: unknown): TurnfleetError {
  return new TurnfleetError('internal', 'Something failed unexpectedly; the log has it under this trace id.', {
    cause,
  });
}

/** The errors of fastify that a client can cause: https://fastify.dev/docs/latest/Reference/Errors/ */
function refusalOf(error: unknown): Refusal | null {
  switch (codeOf(error)) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new Refusal(
        413,
        `The body is larger than ${maxBodyBytes / 1024} KiB, the most that is accepted.`,
        'Send less: a text has at most 8,000 characters, the rest is metadata.',
      );
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new Refusal(415, 'The body is not application/json.', 'Send JSON with `Content-Type: application/json`.');
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return new Refusal(400, 'The body is not as long as Content-Length says.', 'Send the whole body.');
    case 'FST_ERR_BAD_URL':
      return new Refusal(
        400,
        'The address is not valid percent-encoded UTF-8.',
        'Encode each id with encodeURIComponent.',
      );
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return new Refusal(400, 'An id in the address is too long.', 'An id has 1–128 of A-Z a-z 0-9 _ - . : ~');
    default:
      return null;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
