import { describe, expect, it } from '@jest/globals';
import { assertNever } from './assert-never.ts';
import { errorKinds, isErrorKind } from './error-kind.ts';
import { isTurnfleetError, TurnfleetError, toTurnfleetError } from './turnfleet-error.ts';

describe('an error', () => {
  it('of ours stays itself, with its cause', () => {
    const cause = new Error('ECONNREFUSED');
    const error = new TurnfleetError('overloaded', 'Redis is away.', { cause });
    expect(toTurnfleetError(error)).toBe(error);
    expect(error.cause).toBe(cause);
    expect(new TurnfleetError('conflict', 'Twice.')).not.toHaveProperty('cause');
  });

  it.each([new Error('broken'), 'broken'])(
    'from elsewhere (%p) becomes `internal` and is kept as the cause',
    (cause) => {
      const error = toTurnfleetError(cause);
      expect(error).toMatchObject({ kind: 'internal', message: 'Unexpected failure: broken' });
      expect(error.cause).toBe(cause);
    },
  );

  it('is recognised by its kind', () => {
    const error = new TurnfleetError('fenced', 'Another worker has it.');
    expect([isTurnfleetError(error), isTurnfleetError(error, 'fenced')]).toEqual([true, true]);
    expect([isTurnfleetError(error, 'internal'), isTurnfleetError(new Error('x'))]).toEqual([false, false]);
  });
});

describe('error kinds', () => {
  it('are told from any other value', () => {
    expect(errorKinds.every(isErrorKind)).toBe(true);
    expect(['', 'toString', 7, null].some(isErrorKind)).toBe(false);
  });
});

describe('an unreachable case', () => {
  it('is named, without what it holds', () => {
    expect(() => assertNever('later' as never)).toThrow('Unreachable case: later');
    expect(() => assertNever({ text: 'my address is' } as never)).toThrow(/^Unreachable case: object$/);
  });
});
