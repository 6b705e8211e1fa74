import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { encodeHeaders } from './cloud-event.ts';
import { forwardedHeaders, submittedAtOf } from './first-submitted.ts';
import { decodeTurn, encodeTurn } from './turn-record.ts';

const submittedAt = Date.UTC(2026, 0, 1, 8, 0, 0, 250);
const turn = encodeTurn({ conversationId: 'c-1', turnId: 't-1', text: 'Hi' }, 0);

/** As the log has it after so many forwards, each a minute after the one before. */
function forwarded(times: number) {
  let record = { ...turn, timestamp: submittedAt };
  for (let i = 0; i < times; i++)
    record = {
      ...record,
      headers: forwardedHeaders(record.headers, submittedAtOf(record)),
      timestamp: record.timestamp + 60_000,
    };
  return record;
}

describe('a forwarded turn', () => {
  it.each([0, 1, 2])('keeps its default deadline over %d forwards', (times) => {
    const record = forwarded(times);
    expect(submittedAtOf(record)).toBe(submittedAt);
    expect(decodeTurn(record, 30_000)).toMatchObject({ kind: 'turn', deadlineAt: submittedAt + 30_000 });
  });

  it('keeps all its headers, and counts how often it was sent on', () => {
    expect(forwarded(2).headers).toEqual({
      ...turn.headers,
      ...encodeHeaders({ 'x-submitted-at': '2026-01-01T08:00:00.250Z', 'x-hops': '2' }),
    });
  });

  it('counts from its own timestamp where the header cannot be read', () => {
    const headers = encodeHeaders({ 'x-submitted-at': 'yesterday' });
    expect(submittedAtOf({ headers, timestamp: submittedAt })).toBe(submittedAt);
  });
});

describe('a timestamp that is no date', () => {
  // Once work on the turn broke off, again and again.
  it('is read as a date that can be told, and no turn breaks at it', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (timestamp) => {
        const record = { ...turn, timestamp: Number(timestamp) };
        const told = new Date(submittedAtOf(record)).toISOString();
        expect(told).toMatch(/^\d{4}-\d\d-\d\dT/);
        expect(decodeTurn(record).kind).toBe('turn');
        const submittedAt = submittedAtOf(record);
        expect(submittedAtOf({ ...record, headers: forwardedHeaders(record.headers, submittedAt) })).toBe(submittedAt);
      }),
    );
  });
});
