import fc from 'fast-check';
import { errorTable } from './errors/error-table.ts';
import type { HeaderValue, RecordHeaders } from './events/record-headers.ts';
import { type CallLine, callEnds, callReasons } from './schemas/call-line.ts';
import { type Reply, toolOutcomes } from './schemas/reply.ts';
import type { Turn } from './schemas/turn.ts';

const idCharacters = [...'ABCZabcz0189_-.:~'];

const anyId = fc
  .string({ unit: fc.constantFrom(...idCharacters), minLength: 1, maxLength: 128 })
  .filter((id) => id !== '.' && id !== '..');

const anyText = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 50 })
  .filter((text) => /[^\s\0]/.test(text) && !text.includes('\0'));
const anyLocale = fc.constantFrom('zh-CN', 'en', 'zh-Hant-TW', 'de');
const anyShortText = fc
  .string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 40 })
  .filter((text) => text.trim() !== '');
const anyArguments = fc.dictionary(fc.constantFrom('sku', 'city', 'max_price'), fc.oneof(fc.string(), fc.integer()));

const anyUser = fc.record(
  {
    id: anyShortText,
    level: fc.constantFrom('regular' as const, 'silver' as const, 'gold' as const),
    city: anyShortText,
  },
  { requiredKeys: [] },
);

/** As it comes out of JSON: without -0, which no text tells. */
const anyJson = fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.parse(JSON.stringify(value)) as unknown);

/** Valid turns of every shape. */
export const anyTurn: fc.Arbitrary<Turn> = fc.record(
  {
    conversationId: anyId,
    turnId: anyId,
    text: anyText,
    locale: anyLocale,
    user: anyUser,
    tenant: anyShortText,
    metadata: fc.dictionary(fc.constantFrom('device', 'page', 'tags'), anyJson),
  },
  { requiredKeys: ['conversationId', 'turnId', 'text'] },
);

const anyCount = fc.nat({ max: 1_000_000 });

const anyError = fc.constantFrom('internal' as const, 'cancelled' as const).map((kind) => ({
  kind,
  message: errorTable[kind].title,
  suggestion: errorTable[kind].suggestion,
  retryable: errorTable[kind].retryable,
}));

const anyCallLine: fc.Arbitrary<CallLine> = fc.record({
  id: anyId,
  at: fc.constant('2026-01-01T00:00:00.000Z'),
  model: anyShortText,
  endpoint: anyShortText,
  why: fc.constantFrom(...callReasons),
  end: fc.constantFrom(...callEnds),
  inputTokens: anyCount,
  cachedInputTokens: anyCount,
  outputTokens: anyCount,
  cost: fc.constantFrom('0', '0.000000000001', '12.5'),
  estimated: fc.boolean(),
});

/** Valid replies of every shape. */
export const anyReply: fc.Arbitrary<Reply> = fc.record(
  {
    conversationId: anyId,
    turnId: anyId,
    status: fc.constantFrom('completed' as const, 'degraded' as const, 'failed' as const),
    text: fc.string({ unit: 'grapheme' }),
    locale: anyLocale,
    model: fc.string(),
    toolCalls: fc.array(
      fc.record({
        id: fc.string(),
        name: fc.string(),
        arguments: anyArguments,
        outcome: fc.constantFrom(...toolOutcomes),
        ms: anyCount,
      }),
      { maxLength: 3 },
    ),
    suggestions: fc.array(fc.string(), { maxLength: 3 }),
    sources: fc.array(fc.string(), { maxLength: 3 }),
    grounding: fc.record({ checked: anyCount, held: anyCount, replaced: anyCount }),
    usage: fc.record(
      {
        inputTokens: anyCount,
        outputTokens: anyCount,
        costUsd: fc.double({ min: 0, max: 10, noNaN: true }).map(Math.abs),
        calls: fc.array(anyCallLine, { maxLength: 3 }),
      },
      { requiredKeys: ['inputTokens', 'outputTokens', 'costUsd'] },
    ),
    timings: fc.record({ queuedMs: anyCount, firstTokenMs: anyCount, totalMs: anyCount }),
    traceId: fc.constantFrom('', '4bf92f3577b34da6a3ce929d0e0e4736'),
    version: fc.integer({ min: 1, max: 1_000 }),
    answeredBy: fc.option(anyId),
    error: anyError,
  },
  {
    requiredKeys: [
      'conversationId',
      'turnId',
      'status',
      'text',
      'locale',
      'model',
      'toolCalls',
      'suggestions',
      'sources',
      'grounding',
      'usage',
      'timings',
      'traceId',
      'version',
      'answeredBy',
    ],
  },
);

/** A header as it may come: one value, none, or several. */
export function anyHeader(bytes: fc.Arbitrary<Uint8Array> = fc.uint8Array()): fc.Arbitrary<HeaderValue> {
  const one = fc.option(bytes);
  return fc.oneof({ weight: 3, arbitrary: bytes }, one, fc.array(one, { minLength: 2, maxLength: 3 }));
}

/** Headers that readers look at, with any bytes or with likely ones. */
export const anyHeaders: fc.Arbitrary<RecordHeaders> = fc.dictionary(
  fc.constantFrom(
    ...['content-type', 'traceparent', 'tracestate', 'ce_id', 'ce_type', 'ce_source', 'ce_specversion', 'ce_time'],
    ...['ce_deadline', 'ce_priority', 'ce_tenant', 'ce_', '__proto__', 'x-other'],
  ),
  anyHeader(
    fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc
        .constantFrom(
          'application/json',
          'application/cloudevents+json',
          'application/cloudevents-batch+json',
          '1.0',
          '2',
          '',
        )
        .map((text) => new TextEncoder().encode(text)),
    ),
  ),
);
