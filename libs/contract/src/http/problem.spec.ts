import { describe, expect, it } from '@jest/globals';
import { errorKinds, TurnfleetError } from '@turnfleet/core';
import { errorTable } from '../errors/error-table.ts';
import { problemOf, problemSchema, retryAfterSeconds } from './problem.ts';

describe('a problem', () => {
  it.each(errorKinds)('of kind %s is complete', (kind) => {
    const problem = problemOf(new TurnfleetError(kind, 'It did not work.'), 'trace');
    expect(problemSchema.parse(problem)).toMatchObject({
      type: `urn:turnfleet:problem:${kind}`,
      detail: 'It did not work.',
      kind,
      status: errorTable[kind].http,
      retryable: errorTable[kind].retryable,
      traceId: 'trace',
    });
  });

  it('takes what the error and the caller know better', () => {
    const violations = [{ field: 'text', description: 'must not be blank' }];
    const error = new TurnfleetError('invalid_request', 'Too large.', { suggestion: 'Send less.', violations });
    expect(problemOf(error, '', 413)).toMatchObject({ status: 413, suggestion: 'Send less.', violations });
  });
});

describe('Retry-After', () => {
  it.each([
    ['overloaded', undefined, 1],
    ['rate_limited', 1_200, 2],
    ['overloaded', 0, 1],
    ['internal', undefined, null],
    ['internal', 5_000, 5],
  ] as const)('of %s after %s ms is %s s', (kind, retryAfterMs, seconds) => {
    const details = retryAfterMs === undefined ? {} : { retryAfterMs };
    expect(retryAfterSeconds(new TurnfleetError(kind, 'No.', details))).toBe(seconds);
  });
});
