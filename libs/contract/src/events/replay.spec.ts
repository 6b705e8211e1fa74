import { describe, expect, it } from '@jest/globals';
import { isValidId } from '@turnfleet/core';
import fc from 'fast-check';
import { anyTurn } from '../testing.ts';
import { binaryRecord, type EventRecord, encodeHeaders, structuredRecord } from './cloud-event.ts';
import { homePartition } from './home.ts';
import { headerBytes, type RecordHeaders } from './record-headers.ts';
import { replay } from './replay.ts';
import { decodeTurn, encodeTurn, turnEvent } from './turn-record.ts';

const now = Date.UTC(2026, 0, 2);
const turn = { conversationId: 'c-81', turnId: 't-1', text: '你好', tenant: 'acme', metadata: { device: 'ios' } };
const trace = { traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', tracestate: 'a=b' };

const textsOf = (headers: RecordHeaders) =>
  Object.fromEntries(
    Object.keys(headers).map((name) => [name, Buffer.from(headerBytes(headers, name) ?? []).toString()]),
  );

function replayed(original: EventRecord) {
  const { record, ...ids } = replay(original, 24, now);
  const data: unknown = JSON.parse(Buffer.from(record.value ?? []).toString());
  return { ...ids, record, data, headers: textsOf(record.headers), decoded: decodeTurn({ ...record, timestamp: now }) };
}

describe('a replayed dead letter', () => {
  it('is a turn of its own at the home of its conversation, and names the one that it repeats', () => {
    const again = replayed(encodeTurn(turn, 7, trace, { priority: 1 }));
    expect(again).toMatchObject({ conversationId: 'c-81', replayOf: 't-1', turnId: 't-1~r1' });
    expect(again.record).toMatchObject({ topic: 'chat.turns', partition: homePartition('c-81', 24) });
    expect(again.record.key).toEqual(new TextEncoder().encode('c-81'));
    expect(again.data).toEqual({ ...turn, turnId: 't-1~r1' });
    expect(again.headers).toEqual({
      'content-type': 'application/json',
      ce_specversion: '1.0',
      ce_id: 't-1~r1',
      ce_type: 'com.turnfleet.turn.submitted.v1',
      ce_source: '/turnfleet/conversations/c-81/turns',
      ce_time: '2026-01-02T00:00:00.000Z',
      ce_priority: '1',
      ce_tenant: 'acme',
      ...trace,
      'x-replay-of': 't-1',
    });
  });

  it('of any valid turn is a valid turn with the same content', () => {
    fc.assert(
      fc.property(anyTurn, fc.boolean(), (any, structured) => {
        const event = turnEvent(any);
        const write = structured ? structuredRecord : binaryRecord;
        const again = replayed(write(any.conversationId, event));
        expect(isValidId(again.turnId)).toBe(true);
        const before = decodeTurn({ ...write(any.conversationId, event), timestamp: now });
        expect(again.decoded).toEqual({ ...before, turn: { ...any, turnId: again.turnId } });
      }),
    );
  });

  it('keeps fields and headers that mean nothing to us, whatever their bytes', () => {
    const value = new TextEncoder().encode(JSON.stringify({ shop: { id: 7 }, ...turn, later: [null] }));
    const headers = {
      'x-upstream': Uint8Array.of(0xff, 0),
      ce_custom: Uint8Array.of(0xfe),
      'x-empty': new Uint8Array(),
      'x-none': null,
      'x-twice': [new Uint8Array([1]), null, new Uint8Array([1])],
      ce_twice: [new Uint8Array([65]), new Uint8Array([66])],
    };
    const again = replayed({ key: null, value, headers });
    expect(again.data).toEqual({ shop: { id: 7 }, ...turn, turnId: 't-1~r1', later: [null] });
    expect(again.record.headers).toMatchObject(headers);
  });

  it.each([
    ['has passed', now, undefined],
    ['is still ahead', now + 1, '2026-01-02T00:00:00.001Z'],
  ])('has a deadline that %s only if it can be met', (_, deadlineAt, expected) => {
    for (const write of [binaryRecord, structuredRecord])
      expect(replayed(write('c-81', turnEvent(turn, { deadlineAt }))).headers['ce_deadline']).toBe(expected);
  });

  // Once it expired at once.
  it('does not inherit the time at which its original was forwarded', () => {
    const headers = encodeHeaders({ 'x-submitted-at': '2026-01-01T00:00:00Z', 'x-hops': '3' });
    const again = replayed({ ...encodeTurn(turn, 0), headers });
    expect(again.decoded).toMatchObject({ deadlineAt: now + 30_000 });
    expect(Object.keys(again.headers)).not.toContain('x-hops');
  });

  it('is counted on when it is replayed itself', () => {
    const ids: string[] = [];
    let record: EventRecord = encodeTurn(turn, 0);
    for (let i = 0; i < 11; i++) {
      const again = replay(record, 24, now);
      ids.push(again.turnId);
      record = again.record;
    }
    expect([ids[0], ids[1], ids[10]]).toEqual(['t-1~r1', 't-1~r2', 't-1~r11']);
    expect(textsOf(record.headers)['x-replay-of']).toBe('t-1~r10');
  });

  it('does not take a turn for a replay because its id looks like that of one', () => {
    expect(replayed(encodeTurn({ ...turn, turnId: 't-1~r1' }, 0)).turnId).toBe('t-1~r1~r1');
  });

  it('has an id that is valid and its own, also where its original used all 128 characters', () => {
    const [one, other] = ['a', 'b'].map((end) => replayed(encodeTurn({ ...turn, turnId: 'x'.repeat(127) + end }, 0)));
    expect(one?.turnId).toHaveLength(128);
    expect(one?.turnId).toMatch(/^x+~[0-9a-f]{8}~r1$/);
    expect(other?.turnId).not.toBe(one?.turnId);
    expect(one && replayed(one.record).turnId).toMatch(/~r2$/);
  });

  it('is always the same turn, so that replaying twice is harmless', () => {
    const original = encodeTurn(turn, 0);
    expect(replay(original, 24, now + 5_000).turnId).toBe(replay(original, 24, now).turnId);
  });

  it('is refused, with the reason, for what is still no turn', () => {
    const original = { ...encodeTurn({ ...turn, text: ' ' }, 0) };
    expect(() => replay(original, 24, now)).toThrow(/^This record is not a turn: text /);
  });
});
