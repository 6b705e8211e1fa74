import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { anyHeaders, anyTurn } from '../testing.ts';
import { type EventRecord, encodeHeaders, structuredRecord } from './cloud-event.ts';
import { type AcceptedTurn, decodeTurn, encodeTurn, type RejectedTurn, turnEvent } from './turn-record.ts';

const timestamp = Date.UTC(2026, 0, 1);
const data = { conversationId: 'c-81', turnId: 't-1', text: 'SKU-2024-888 上海有货吗?' };
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

type Parts = { value?: unknown; headers?: Readonly<Record<string, string>>; key?: string | null };

/** A record as a console producer sends it, unless `headers` are given; a string as the value stands as it is. */
function record({ value = data, headers = {}, key = null }: Parts): EventRecord & { timestamp: number } {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return { key: key === null ? null : bytes(key), value: bytes(text), headers: encodeHeaders(headers), timestamp };
}

function accepted(parts: Parts): AcceptedTurn {
  const decoded = decodeTurn(record(parts));
  if (decoded.kind !== 'turn') throw decoded.error;
  return decoded;
}

function rejected(parts: Parts): RejectedTurn {
  const decoded = decodeTurn(record(parts));
  if (decoded.kind !== 'rejected') throw new Error('It was accepted.');
  return decoded;
}

const violations = (parts: Parts): string[] =>
  (rejected(parts).error.details.violations ?? []).map(({ field, description }) => `${field} ${description}`.trim());

const fullHeaders = {
  ce_specversion: '1.0',
  ce_type: 'com.turnfleet.turn.submitted.v1',
  ce_source: '/upstream',
  ce_id: 't-1',
  'content-type': 'application/json',
};

describe('a turn', () => {
  it('comes back from a binary record as it went', () => {
    fc.assert(
      fc.property(anyTurn, (turn) => {
        const decoded = decodeTurn({ ...encodeTurn(turn, 0), timestamp });
        expect(decoded).toMatchObject({ kind: 'turn', tenant: turn.tenant ?? 'default', ignored: [] });
        expect((decoded as AcceptedTurn).turn).toEqual(JSON.parse(JSON.stringify(turn)));
      }),
    );
  });

  it('comes back from a structured record as it went', () => {
    fc.assert(
      fc.property(anyTurn, (turn) => {
        const sent = structuredRecord(turn.conversationId, turnEvent(turn, { priority: 1, deadlineAt: timestamp + 5 }));
        const decoded = decodeTurn({ ...sent, timestamp });
        expect(decoded).toMatchObject({ kind: 'turn', priority: 1, deadlineAt: timestamp + 5, ignored: [] });
        expect((decoded as AcceptedTurn).turn).toEqual(JSON.parse(JSON.stringify(turn)));
      }),
    );
  });

  it('is accepted without any CloudEvents header', () => {
    expect(accepted({})).toEqual({
      kind: 'turn',
      admitted: false,
      turn: data,
      locale: 'zh-CN',
      submittedAt: timestamp,
      deadlineAt: timestamp + 30_000,
      priority: 2,
      tenant: 'default',
      traceHeaders: {},
      ignored: [],
    });
  });

  it('is accepted with the conversation id as key, and with all headers', () => {
    expect(accepted({ key: 'c-81', headers: fullHeaders }).turn).toEqual(data);
  });

  it('loses its unknown fields', () => {
    expect(accepted({ value: { ...data, colour: 'red', user: { shoeSize: 43 } } }).turn).toEqual({ ...data, user: {} });
  });

  it('takes the last of a field that occurs twice', () => {
    expect(accepted({ value: '{"conversationId":"c-81","turnId":"t-1","text":"a","text":"b"}' }).turn.text).toBe('b');
  });

  it('may begin with a byte order mark', () => {
    expect(accepted({ value: `\uFEFF${JSON.stringify(data)}` }).turn).toEqual(data);
  });

  it('counts its text in code points', () => {
    expect(accepted({ value: { ...data, text: '😀'.repeat(8_000) } }).turn.text).toHaveLength(16_000);
    expect(violations({ value: { ...data, text: '😀'.repeat(8_001) } })).toEqual([
      'text must have at most 8000 characters',
    ]);
  });

  it('keeps the language it names', () => {
    expect(accepted({ value: { ...data, locale: 'en' } }).locale).toBe('en');
    expect(accepted({ value: { ...data, locale: 'en_US' } })).toMatchObject({ locale: 'en-US', ignored: [] });
  });

  it.each(['klingon', 'xx_XX', 5, {}])('falls back to its text for a locale that is none: %j', (locale) => {
    const { locale: taken, turn, ignored } = accepted({ value: { ...data, locale } });
    expect([taken, turn.locale, ignored]).toEqual(['zh-CN', undefined, ['locale']]);
  });

  it('counts no locale that says that there is none', () => {
    expect(accepted({ value: { ...data, locale: null } })).toMatchObject({ locale: 'zh-CN', ignored: [] });
  });
});

describe('the extensions of a turn', () => {
  it('are read', () => {
    const headers = { ...fullHeaders, ce_deadline: '2026-01-01T01:00:10.5+01:00', ce_priority: '3', ce_tenant: 'acme' };
    expect(accepted({ headers, value: { ...data, tenant: 'other' } })).toMatchObject({
      deadlineAt: timestamp + 10_500,
      priority: 3,
      tenant: 'acme',
      ignored: [],
    });
  });

  it.each([
    ['ce_deadline', 'tomorrow'],
    ['ce_deadline', '2026-01-01'],
    ['ce_deadline', '2026-13-01T00:00:00Z'],
    ['ce_priority', '0'],
    ['ce_priority', 'high'],
    ['ce_tenant', ' '],
    ['traceparent', '00-0000-01'],
    ['traceparent', `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`],
  ])('are ignored and named where they cannot be read: %s: %s', (name, value) => {
    expect(accepted({ headers: { ...fullHeaders, [name]: value } })).toMatchObject({
      deadlineAt: timestamp + 30_000,
      priority: 2,
      tenant: 'default',
      traceHeaders: {},
      ignored: [name],
    });
  });

  it('are ignored where they are not text', () => {
    const sent = { ...record({}), headers: { ce_priority: Uint8Array.of(0xff) } };
    expect(decodeTurn(sent)).toMatchObject({ kind: 'turn', priority: 2, ignored: ['ce_priority'] });
  });

  it('carry the trace on', () => {
    const trace = { traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', tracestate: 'a=b' };
    expect(accepted({ headers: trace }).traceHeaders).toEqual(trace);
  });
});

describe('a record that contradicts its turn', () => {
  it.each([
    ['key', { key: 'c-82' }, 'key must be the conversationId, or absent'],
    ['empty key', { key: '' }, 'key must be the conversationId, or absent'],
    ['id', { headers: { ...fullHeaders, ce_id: 't-2' } }, 'ce_id must be the turnId'],
    [
      'type',
      { headers: { ...fullHeaders, ce_type: 'com.example.other' } },
      'ce_type must be com.turnfleet.turn.submitted.v1',
    ],
    ['version', { headers: { ...fullHeaders, ce_specversion: '0.3' } }, 'ce_specversion must be 1.0'],
  ])('by its %s is rejected', (_, parts, violation) => {
    expect(violations(parts)).toEqual([violation]);
  });
});

describe('a record whose data is no turn', () => {
  it.each<[what: string, value: unknown, violation: string | RegExp]>([
    ['text', 'hello', 'it is not JSON'],
    ['nothing', '', 'it is not JSON'],
    ['a list', [data], 'its data is not a JSON object'],
    ['null', 'null', 'its data is not a JSON object'],
    ['no text', { ...data, text: undefined }, /^text invalid input/],
    ['blank text', { ...data, text: ' \n' }, /^text must not be blank/],
    ['NUL', { ...data, text: 'a\0' }, /^text must not be blank, nor hold NUL/],
    ['a lone surrogate', '{"conversationId":"c-81","turnId":"t-1","text":"\\ud800"}', /lone surrogates/],
    ['an id of dots', { ...data, turnId: '..' }, /^turnId must be 1–128 of/],
    ['a level of its own', { ...data, user: { level: 'diamond' } }, /^user\.level invalid option/],
    ['deep metadata', { ...data, metadata: nested(33) }, 'metadata must not be nested more than 32 levels deep'],
  ])('but %s is rejected', (_, value, violation) => {
    const [found] = violations({ value });
    if (typeof violation === 'string') expect(found).toBe(violation);
    else expect(found).toMatch(violation);
  });

  it('is rejected when its bytes are not UTF-8', () => {
    const value = Uint8Array.of(...bytes('{"text":"'), 0xc3, 0x28, ...bytes('"}'));
    expect(decodeTurn({ ...record({}), value })).toMatchObject({
      kind: 'rejected',
      error: { kind: 'invalid_request', message: 'This record is not a turn: it is not UTF-8 text.' },
    });
  });

  it('is rejected when it is a tombstone', () => {
    expect(decodeTurn({ ...record({ key: 'c-81' }), value: null })).toMatchObject({
      kind: 'rejected',
      conversationId: 'c-81',
      mayReply: false,
      error: { message: 'This record is not a turn: it has no value.' },
    });
  });

  it('names long metadata keys only by their beginning', () => {
    const metadata = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`${i}`.padEnd(10_000, 'x'), 1]));
    expect(rejected({ value: { ...data, metadata } }).error.message.length).toBeLessThan(1_024);
  });

  it('is never quoted', () => {
    const secret = 'my card is 4111';
    const all = [
      `${secret}`,
      { ...data, user: { level: secret } },
      { ...data, turnId: secret },
      { ...data, tenant: `${secret}\0` },
    ];
    for (const value of all) expect(rejected({ value }).error.message).not.toContain('4111');
  });

  it.each(['application/cloudevents-batch+json', 'application/cloudevents+avro'])(
    'is rejected as %s',
    (contentType) => {
      expect(violations({ headers: { 'content-type': contentType } })).toEqual([
        `a content-type of ${contentType} is not accepted, only application/cloudevents+json`,
      ]);
    },
  );
});

describe('whether a failed reply may follow', () => {
  const invalid = { ...data, text: '' };
  const all = { ...fullHeaders, ce_id: 't-1' };
  it.each<[what: string, parts: Parts, expected: Partial<RejectedTurn>]>([
    ['ids in the data', { value: invalid }, { conversationId: 'c-81', turnId: 't-1', mayReply: true }],
    ['the same key', { value: invalid, key: 'c-81' }, { mayReply: true }],
    ['another key', { value: invalid, key: 'c-82' }, { conversationId: 'c-81', turnId: 't-1', mayReply: false }],
    [
      'ids in key and header only',
      { value: 'hello', key: 'c-81', headers: all },
      { conversationId: 'c-81', turnId: 't-1', mayReply: true },
    ],
    ['an invalid turn id', { value: { ...data, turnId: '..' }, headers: all }, { turnId: null, mayReply: false }],
    ['no ids at all', { value: 'hello' }, { conversationId: null, turnId: null, mayReply: false }],
  ])('depends on the ids: %s', (_, parts, expected) => {
    expect(rejected(parts)).toMatchObject(expected);
  });

  it('comes with the language of the shopper', () => {
    expect(rejected({ value: { ...data, turnId: '..' } }).locale).toBe('zh-CN');
    expect(rejected({ value: 'hello' }).locale).toBe('en');
  });
});

describe('decodeTurn', () => {
  it('gives an outcome for any bytes and headers', () => {
    const anyBytes = fc.option(
      fc.oneof(
        fc.uint8Array(),
        fc.json().map(bytes),
        anyTurn.map((turn) => bytes(JSON.stringify(turn))),
      ),
    );
    fc.assert(
      fc.property(anyBytes, anyBytes, anyHeaders, fc.integer(), (key, value, headers, time) => {
        const decoded = decodeTurn({ key, value, headers, timestamp: time });
        if (decoded.kind === 'rejected') expect(decoded.error.kind).toBe('invalid_request');
        else expect(Number.isFinite(decoded.deadlineAt)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('gives an outcome for any JSON in a structured event', () => {
    const headers = encodeHeaders({ 'content-type': 'application/cloudevents+json; charset=UTF-8' });
    const anyEvent = fc.record(
      {
        specversion: fc.oneof(fc.constant('1.0'), fc.jsonValue()),
        type: fc.jsonValue(),
        priority: fc.jsonValue(),
        data: fc.oneof(anyTurn, fc.jsonValue()),
        data_base64: fc.oneof(fc.base64String(), fc.jsonValue()),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(anyEvent, (event) => {
        const decoded = decodeTurn({ key: null, value: bytes(JSON.stringify(event)), headers, timestamp });
        expect(['turn', 'rejected']).toContain(decoded.kind);
      }),
    );
  });

  it('survives JSON that is deeper than any stack', () => {
    const deep = '['.repeat(300_000) + ']'.repeat(300_000);
    expect(violations({ value: `{"conversationId":"c","turnId":"t","text":"a","metadata":{"x":${deep}}}` })).toEqual([
      'metadata must not be nested more than 32 levels deep',
    ]);
    expect(violations({ value: deep })).toEqual(['its data is not a JSON object']);
  });

  it('reads base64 data and integers of a structured event', () => {
    const event = {
      ...{
        specversion: '1.0',
        id: 't-1',
        type: 'com.turnfleet.turn.submitted.v1',
        source: '/u',
        priority: 1,
        tenant: null,
      },
      data_base64: Buffer.from(JSON.stringify(data)).toString('base64'),
    };
    expect(accepted({ value: event, headers: { 'content-type': 'application/cloudevents+json' } })).toMatchObject({
      turn: data,
      priority: 1,
      tenant: 'default',
      ignored: [],
    });
  });
});

function nested(levels: number): object {
  return levels === 0 ? {} : { deeper: nested(levels - 1) };
}
