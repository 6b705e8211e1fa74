import { type Problem, problemContentType, problemOf, retryAfterSeconds } from '@turnfleet/contract/http';
import { TurnfleetError } from '@turnfleet/core';

/** An error that HTTP has a more precise status for than its kind says, or headers of its own. */
export class Refusal extends TurnfleetError {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, message: string, suggestion: string, headers: Readonly<Record<string, string>> = {}) {
    super('invalid_request', message, { suggestion });
    this.status = status;
    this.headers = headers;
  }
}

export interface ProblemAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An error as an answer: RFC 9457, with `Retry-After` where coming back helps. */
export function problemAnswer(error: TurnfleetError, traceId: string): ProblemAnswer {
  const problem: Problem =
    error instanceof Refusal ? problemOf(error, traceId, error.status) : problemOf(error, traceId);
  const retryAfter = retryAfterSeconds(error);
  return {
    status: problem.status,
    headers: {
      'content-type': problemContentType,
      'cache-control': 'no-store',
      ...(retryAfter === null ? {} : { 'retry-after': String(retryAfter) }),
      // RFC 6750, section 3.
      ...(problem.status === 401 ? { 'www-authenticate': 'Bearer realm="turnfleet"' } : {}),
      ...(error instanceof Refusal ? error.headers : {}),
    },
    body: JSON.stringify(problem),
  };
}
