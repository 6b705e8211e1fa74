import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { componentSchemas, schemaOf } from '../api-docs/json-schema.ts';
import { journalEventSchema } from '../http/journal-event.ts';
import { streamEventSchema } from '../http/stream-event.ts';
import { anyReply, anyTurn } from '../testing.ts';
import { replySchema } from './reply.ts';
import { shopLocale } from './text.ts';
import { turnSchema } from './turn.ts';
import { localeOf } from './turn-locale.ts';

describe('turns and replies', () => {
  it('are valid whatever their shape', () => {
    fc.assert(fc.property(anyTurn, (turn) => turnSchema.safeParse(turn).success));
    fc.assert(fc.property(anyReply, (reply) => replySchema.safeParse(reply).success));
  });

  it('have every field of a reply but its error and what older ones lack', () => {
    const mayLack = ['error', 'intent', 'confidence', 'slots', 'state', 'agent', 'command', 'handoff', 'toAgent'];
    fc.assert(
      fc.property(anyReply, fc.constantFrom(...Object.keys(replySchema.shape)), (reply, name) => {
        const rest = Object.fromEntries(Object.entries(reply).filter(([field]) => field !== name));
        expect(replySchema.safeParse(rest).success).toBe(mayLack.includes(name));
      }),
    );
  });
});

describe('an event of a stream', () => {
  it('is the journal event, with the reply itself at the end', () => {
    fc.assert(
      fc.property(anyReply, (reply) => {
        const { turnId } = reply;
        expect(journalEventSchema.safeParse({ type: 'reply.failed', turnId, reply }).success).toBe(true);
        expect(streamEventSchema.safeParse({ event: 'reply.failed', id: '1-1', data: reply }).success).toBe(true);
        expect(
          streamEventSchema.safeParse({ event: 'reply.delta', id: '1-2', data: { turnId, text: '' } }).success,
        ).toBe(true);
      }),
      { numRuns: 20 },
    );
  });
});

describe('a JSON schema', () => {
  it('refers to named schemas and holds the others', () => {
    expect(schemaOf(turnSchema)).toEqual({ $ref: '#/components/schemas/Turn' });
    expect(schemaOf(z.object({ a: z.string() }))).toEqual({
      type: 'object',
      properties: { a: { type: 'string' } },
      required: ['a'],
    });
  });

  it('comes with all it refers to', () => {
    expect(Object.keys(componentSchemas([replySchema]))).toEqual([
      'CallLine',
      'EndedCommand',
      'Grounding',
      'Reply',
      'ReplyError',
      'Slot',
      'Timings',
      'ToolCall',
      'Usage',
    ]);
  });
});

describe('the language of a text', () => {
  it.each([
    ['SKU-2024-888 上海有货吗?', 'zh-CN'],
    ['Is it in stock?', 'en'],
    ['', 'en'],
  ])('of %j is %s', (text, locale) => {
    expect(localeOf(text)).toBe(locale);
  });

  it.each([
    ['zh', 'zh-CN'],
    ['ZH-hant', 'zh-CN'],
    ['zhx', 'en'],
    ['de', 'en'],
  ] as const)('for %s is served in %s', (locale, served) => {
    expect(shopLocale(locale)).toBe(served);
  });
});
