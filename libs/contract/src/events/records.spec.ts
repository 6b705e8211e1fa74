import { describe, expect, it } from '@jest/globals';
import { TurnfleetError } from '@turnfleet/core';
import fc from 'fast-check';
import { emptyConversation, type Snapshot } from '../schemas/conversation.ts';
import { anyHeader, anyHeaders, anyReply } from '../testing.ts';
import { type EventRecord, encodeHeaders, structuredRecord } from './cloud-event.ts';
import { abridgedDeadLetter, decodeDeadLetter, encodeDeadLetter, originalOf } from './dead-letter-record.ts';
import { headerBytes, headersSize } from './record-headers.ts';
import { decodeReply, encodeReply } from './reply-record.ts';
import { decodeSnapshot, decodeTombstone, encodeSnapshot, encodeTombstone, isHigher } from './snapshot-record.ts';
import { encodeTurn } from './turn-record.ts';
import { decodeUsage, encodeUsage } from './usage-record.ts';

const trace = { traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', tracestate: '' };
const text = (bytes: Uint8Array | null | undefined): string | null =>
  bytes ? Buffer.from(bytes).toString('utf8') : null;

function readable({ key, value, headers }: EventRecord) {
  const entries = Object.keys(headers).map((name) => [name, text(headerBytes(headers, name))]);
  return { key: text(key), value: text(value), headers: Object.fromEntries(entries) as Record<string, string> };
}

describe('a turn record', () => {
  it('has the headers of the CloudEvents Kafka binding', () => {
    const turn = { conversationId: 'c-81', turnId: 't-1', text: 'hello', tenant: 'acme' };
    const record = encodeTurn(turn, 7, trace, { deadlineAt: Date.UTC(2026, 0, 1), priority: 3 });
    expect(record).toMatchObject({ topic: 'chat.turns', partition: 7 });
    expect(readable(record)).toEqual({
      key: 'c-81',
      value: JSON.stringify(turn),
      headers: {
        'content-type': 'application/json',
        ce_specversion: '1.0',
        ce_id: 't-1',
        ce_type: 'com.turnfleet.turn.submitted.v1',
        ce_source: '/turnfleet/conversations/c-81/turns',
        ce_deadline: '2026-01-01T00:00:00.000Z',
        ce_priority: '3',
        ce_tenant: 'acme',
        traceparent: trace.traceparent,
      },
    });
  });
});

describe('a structured record', () => {
  it('holds the whole event in its value', () => {
    const event = { id: '1', type: 't', source: '/s', extensions: { tenant: 'acme' }, data: '{"a":"}"}' };
    const { value, headers } = readable(structuredRecord('k', event));
    expect(headers).toEqual({ 'content-type': 'application/cloudevents+json; charset=utf-8' });
    expect(JSON.parse(value ?? '')).toEqual({
      ...{ specversion: '1.0', id: '1', type: 't', source: '/s', tenant: 'acme', datacontenttype: 'application/json' },
      data: { a: '}' },
    });
  });
});

describe('a reply record', () => {
  it('comes back as it went, byte for byte the same each time', () => {
    fc.assert(
      fc.property(anyReply, (reply) => {
        const ledger = JSON.stringify(reply);
        const record = encodeReply(reply, ledger, 3, trace);
        expect(text(record.value)).toBe(ledger);
        expect(encodeReply(reply, ledger, 3, trace)).toEqual(record);
        expect(decodeReply(record)).toEqual(JSON.parse(ledger));
      }),
    );
  });

  it.each([
    ['completed', 'com.turnfleet.reply.completed.v1'],
    ['degraded', 'com.turnfleet.reply.completed.v1'],
    ['failed', 'com.turnfleet.reply.failed.v1'],
  ] as const)('of a %s turn is a %s', (status, type) => {
    fc.assert(
      fc.property(anyReply, (reply) => {
        const { key, headers } = readable(encodeReply({ ...reply, status }, '{}', 3));
        expect(key).toBe(reply.conversationId);
        expect(headers).toMatchObject({ ce_type: type, ce_id: reply.turnId });
      }),
      { numRuns: 5 },
    );
  });
});

describe('a tombstone record', () => {
  const rank = { generation: 1_790_000_000_000, version: 3, epoch: 2 };

  it('has no value, and headers that say what it ends', () => {
    const record = encodeTombstone('c-81', rank, 3);
    expect(record).toMatchObject({ topic: 'chat.conversations', partition: 3 });
    expect(readable(record)).toEqual({
      key: 'c-81',
      value: null,
      headers: {
        ce_specversion: '1.0',
        ce_id: 'forgotten-1790000000000-3-2',
        ce_type: 'com.turnfleet.conversation.forgotten.v1',
        ce_source: '/turnfleet/conversations/c-81/snapshots',
        ce_generation: '1790000000000',
        ce_version: '3',
        ce_epoch: '2',
      },
    });
    expect(decodeTombstone(record)).toEqual(rank);
    expect(decodeSnapshot(record)).toBeNull();
  });

  it.each(['-1', '1.5', '9'.repeat(16), 'x'])('is none of ours with a version of "%s"', (version) => {
    const { headers } = encodeTombstone('c-81', rank, 3);
    expect(
      decodeTombstone({ value: null, headers: { ...headers, ...encodeHeaders({ ce_version: version }) } }),
    ).toBeNull();
    const { ce_version, ...others } = headers;
    expect(ce_version).toBeDefined();
    expect(decodeTombstone({ value: null, headers: others })).toBeNull();
  });

  it('is none with a value', () => {
    expect(decodeTombstone({ ...encodeTombstone('c-81', rank, 3), value: new Uint8Array() })).toBeNull();
  });

  it('ranks by generation, then version, then epoch', () => {
    const anyRank = fc.record({ generation: fc.nat(2), version: fc.nat(2), epoch: fc.nat(2) });
    const order = (one: typeof rank): number => one.generation * 100 + one.version * 10 + one.epoch;
    fc.assert(fc.property(anyRank, anyRank, (a, b) => isHigher(a, b) === order(a) > order(b)));
  });
});

describe('a snapshot record', () => {
  const snapshot: Snapshot = { generation: 1, epoch: 2, conversation: emptyConversation('c-81'), unpublished: [] };

  it('comes back as it went', () => {
    const record = encodeSnapshot('c-81', JSON.stringify(snapshot), 3);
    expect(record).toMatchObject({ topic: 'chat.conversations', partition: 3 });
    expect(decodeSnapshot(record)).toEqual(snapshot);
  });

  it('of before there were held calls holds none', () => {
    const { held, ...older } = snapshot.conversation;
    const record = encodeSnapshot('c-81', JSON.stringify({ ...snapshot, conversation: older }), 3);
    expect(held).toBeNull();
    expect(decodeSnapshot(record)).toEqual(snapshot);
  });

  it('has an id of its own for each state', () => {
    const [first, again, later] = [snapshot, snapshot, { ...snapshot, epoch: 3 }].map(
      (one) => readable(encodeSnapshot('c-81', JSON.stringify(one), 3)).headers['ce_id'],
    );
    expect(again).toBe(first);
    expect(later).not.toBe(first);
  });
});

describe('a usage record', () => {
  it('tells who used how much', () => {
    fc.assert(
      fc.property(anyReply, (reply) => {
        const record = encodeUsage(reply, { tenant: 'acme', userId: undefined }, 3);
        const { conversationId, turnId, status, model, usage } = reply;
        const expected = { conversationId, turnId, tenant: 'acme', userId: null, status, model, calls: [], ...usage };
        expect(decodeUsage(record)).toEqual(JSON.parse(JSON.stringify(expected)));
      }),
    );
  });
});

describe('a dead letter', () => {
  const origin = { topic: 'chat.turns', partition: 3, offset: 2n ** 60n };
  const original = {
    key: null,
    value: Uint8Array.of(0xff),
    headers: encodeHeaders({ ce_id: 't-1', 'x-attempts': '9' }),
  };

  it('keeps the original and says why', () => {
    const error = new TurnfleetError('invalid_request', 'This record is not a turn.');
    const letter = encodeDeadLetter({ ...original, ...origin }, error, 1, 5);
    expect(letter).toMatchObject({ topic: 'chat.turns.dlq', partition: 5, key: null, value: original.value });
    expect(readable(letter).headers).toEqual({
      ce_id: 't-1',
      'x-original-x-attempts': '9',
      'x-error-kind': 'invalid_request',
      'x-error-message': 'This record is not a turn.',
      'x-attempts': '1',
      'x-origin': 'chat.turns/3/1152921504606846976',
    });
    expect(decodeDeadLetter(letter)).toEqual({
      ...{ kind: 'invalid_request', message: 'This record is not a turn.', attempts: 1, origin, abridged: false },
    });
  });

  it('has a message of at most 1 KiB, cut between characters', () => {
    const letter = encodeDeadLetter(
      { ...original, ...origin },
      new TurnfleetError('poison', `x${'错'.repeat(999)}`),
      3,
      0,
    );
    expect(letter.headers['x-error-message']).toHaveLength(1_024);
    expect(decodeDeadLetter(letter)?.message).toBe(`x${'错'.repeat(341)}`);
  });
});

describe('any record', () => {
  const anyName = fc.oneof(
    fc.constantFrom(
      'x-abridged',
      'x-error-kind',
      'x-error-message',
      'x-attempts',
      'x-origin',
      'x-original-',
      '__proto__',
      'ce_id',
      '',
    ),
    fc.constantFrom('x-original-x-origin', 'x-original-x-original-x-attempts', 'x-original-x-other', 'x-origin-x'),
    fc.string(),
  );
  const anyRecord = fc.record({
    key: fc.option(fc.uint8Array()),
    value: fc.option(fc.uint8Array()),
    headers: fc.dictionary(anyName, anyHeader()),
  });
  const origin = { topic: 'chat.turns', partition: 3, offset: 4n };
  const died = (record: EventRecord, message: string) =>
    encodeDeadLetter({ ...record, ...origin }, new TurnfleetError('poison', message), 3, 3);

  it('comes back from its dead letter byte for byte, also from a dead letter of it', () => {
    fc.assert(
      fc.property(anyRecord, fc.string({ unit: 'binary' }), (record, message) => {
        const letter = died(record, message);
        expect(originalOf(letter)).toEqual(record);
        expect(originalOf(originalOf(died(letter, 'Again.')))).toEqual(record);
        expect(decodeDeadLetter(letter)).toMatchObject({ kind: 'poison', attempts: 3, origin });
      }),
    );
  });

  it('too large for the dead letters leaves what was wrong and where it is', () => {
    fc.assert(
      fc.property(anyRecord, (record) => {
        const { key, value, headers, ...letter } = abridgedDeadLetter(died(record, 'Given up.'));
        expect(letter).toEqual({ topic: 'chat.turns.dlq', partition: 3 });
        expect({ key, value }).toEqual({ key: record.key, value: null });
        expect(decodeDeadLetter({ headers })).toEqual({
          ...{ kind: 'poison', message: 'Given up.', attempts: 3, origin, abridged: true },
        });
      }),
    );
    const long = abridgedDeadLetter(died({ key: Buffer.alloc(1_000_000), value: null, headers: {} }, 'Given up.'));
    expect(long.key).toBeNull();
  });

  it('grows by less than the 64 KiB that the dead letters are given more', () => {
    fc.assert(
      fc.property(anyRecord, fc.string({ unit: 'binary', maxLength: 5_000 }), (record, message) => {
        const grown = headersSize(died(record, message).headers) - headersSize(record.headers);
        expect(grown).toBeLessThan(2_048);
      }),
    );
  });
});

describe('records of anybody else', () => {
  it('read as null and never throw', () => {
    fc.assert(
      fc.property(fc.option(fc.uint8Array()), anyHeaders, (value, headers) => {
        const record = { key: null, value, headers };
        const read = [decodeReply(record), decodeSnapshot(record), decodeUsage(record), decodeDeadLetter(record)];
        expect(read).toEqual([null, null, null, null]);
      }),
    );
  });
});
