import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { timerKinds } from '../schemas/armed-timer.ts';
import { encodeHeaders } from './cloud-event.ts';
import { decodeTimedOut, encodeTimedOut, type TimedOut } from './timed-out-record.ts';
import { decodeTimer, encodeTimer } from './timer-record.ts';
import { decodeTurn } from './turn-record.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const timer = { conversationId: 'c-1', kind: 'transaction', dueAt: 1_767_600_000_000 } as const;

const recordOf = (given: ReturnType<typeof encodeTimer>, timestamp = 0) => ({
  ...given,
  key: given.key && bytes(String(given.key)),
  timestamp,
});

describe('a timer among the turns', () => {
  it('comes out as it went in, under an id that says which it is', () => {
    fc.assert(
      fc.property(fc.constantFrom(...timerKinds), fc.nat(8.64e15), (kind, dueAt) => {
        const record = recordOf(encodeTimer({ conversationId: 'c-1', kind, dueAt }, 3));
        expect(decodeTimer(record)).toMatchObject({
          timer: { conversationId: 'c-1', kind, dueAt },
          turnId: `timer~${kind}~${dueAt}`,
        });
      }),
    );
  });

  it('is no turn: a worker of a version before sets it aside', () => {
    expect(decodeTurn(recordOf(encodeTimer(timer, 3))).kind).toBe('rejected');
  });

  it.each([
    ['of another type', '{}', 'com.turnfleet.turn.submitted.v1'],
    ['of a kind that there is not', JSON.stringify({ ...timer, kind: 'tea' }), 'com.turnfleet.timer.due.v1'],
    ['at no time', JSON.stringify({ ...timer, dueAt: 1e300 }), 'com.turnfleet.timer.due.v1'],
    ['without data', 'not JSON', 'com.turnfleet.timer.due.v1'],
  ])('is none %s', (_, value, type) => {
    const headers = encodeHeaders({ ce_type: type });
    expect(decodeTimer({ key: null, value: bytes(value), headers, timestamp: 0 })).toBeNull();
  });
});

describe('a dialogue that timed out', () => {
  it('is told as it was', () => {
    const timedOut: TimedOut = {
      ...{ conversationId: 'c-1', turnId: 'timer~query~5', kind: 'query', dueAt: new Date(5).toISOString() },
      ...{ version: 3, text: 'See you.', locale: 'en' },
    };
    expect(decodeTimedOut(encodeTimedOut(timedOut, 0))).toEqual(timedOut);
    expect(decodeTimedOut({ value: bytes('{}'), headers: {} })).toBeNull();
  });
});
