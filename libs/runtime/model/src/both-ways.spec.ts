import { describe, expect, it } from '@jest/globals';
import { TurnfleetError } from '@turnfleet/core';
import { SseReader } from '@turnfleet/core/sse';
import fc from 'fast-check';
import { anthropicErrorBody } from './anthropic/error.ts';
import { anthropicFrames, anthropicWhole } from './anthropic/frames.ts';
import { readAnthropicRequest } from './anthropic/read-request.ts';
import { anthropicRequestBody } from './anthropic/request.ts';
import { anthropicStreamFold } from './anthropic/stream.ts';
import type { ModelRequest } from './model-client.ts';
import { openAiErrorBody } from './openai/error.ts';
import { openAiFrames, openAiWhole } from './openai/frames.ts';
import { readOpenAiRequest } from './openai/read-request.ts';
import { openAiRequestBody } from './openai/request.ts';
import { openAiStreamFold } from './openai/stream.ts';
import type { StreamEnd, StreamFold } from './stream-fold.ts';
import type { AnswerPiece, Envelope, Framing, WholeAnswer } from './wire.ts';

const envelope: Envelope = { id: 'x_1', model: 'm', createdAt: 0, includeUsage: true, inputTokens: 12 };
const protocols: [
  string,
  (one: Envelope) => Framing,
  (one: Envelope, answer: WholeAnswer) => object,
  () => StreamFold,
][] = [
  ['openai', openAiFrames, openAiWhole, openAiStreamFold],
  ['anthropic', anthropicFrames, anthropicWhole, anthropicStreamFold],
];

/** What of an answer has to come through, whichever way it is told. */
const answers = fc.record({
  text: fc.string({ unit: 'grapheme' }),
  toolCalls: fc
    .array(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' })))
    .map((all) => all.map((args, at) => ({ id: `call_${at}`, name: `tool_${at}`, arguments: JSON.stringify(args) }))),
  usage: fc.record({ inputTokens: fc.constant(12), outputTokens: fc.integer({ min: 1, max: 9_999 }) }),
});

function piecesOf({ text, toolCalls }: WholeAnswer): AnswerPiece[] {
  const calls = toolCalls.flatMap(({ id, name, arguments: json }, index): AnswerPiece[] => [
    { kind: 'call', index, id, name },
    { kind: 'arguments', index, text: json },
  ]);
  return [...[...text].map((one): AnswerPiece => ({ kind: 'text', text: one })), ...calls];
}

function folded(fold: StreamFold, stream: string): { text: string; end: StreamEnd } {
  const events = new SseReader().push(new TextEncoder().encode(stream));
  const text = events.map((event) => fold.take(event)).join('');
  return { text, end: fold.end() };
}

describe.each(protocols)('an answer in the protocol %s', (_, frames, whole, fold) => {
  it('is read as it was written, streamed and not', () => {
    fc.assert(
      fc.property(answers, (given) => {
        const finish = given.toolCalls.length > 0 ? 'tool_calls' : 'stop';
        const answer: WholeAnswer = { ...given, finish };
        const writer = frames(envelope);
        const stream = [writer.begin(), ...piecesOf(answer).map((piece) => writer.piece(piece)), writer.end(answer)];
        const data = JSON.stringify(whole(envelope, answer));
        const event = `data: ${data}\n\n`;
        for (const text of [stream.join(''), event]) {
          expect(folded(fold(), text)).toMatchObject({
            text: given.text,
            end: { reason: finish, toolCalls: given.toolCalls, usage: given.usage },
          });
        }
      }),
    );
  });

  it.each(['length', 'refusal'] as const)('that ends with %s is read so', (finish) => {
    const writer = frames(envelope);
    const usage = { inputTokens: 12, outputTokens: 1 };
    expect(folded(fold(), writer.begin() + writer.end({ finish, usage })).end.reason).toBe(finish);
  });

  it('that breaks off with an error is read so', () => {
    const writer = frames(envelope);
    const stream = writer.begin() + writer.error(new TurnfleetError('rate_limited', 'slow down'));
    expect(() => folded(fold(), stream)).toThrow(expect.objectContaining({ kind: 'rate_limited' }));
  });
});

describe('a request', () => {
  const request: ModelRequest = {
    model: 'm',
    messages: [
      { role: 'system', text: 'Be brief.' },
      { role: 'user', text: '有货吗?' },
      { role: 'assistant', text: 'Wait.', toolCalls: [{ id: 'call_1', name: 'a', arguments: '{"sku":"A"}' }] },
      { role: 'tool', callId: 'call_1', content: '{"total":3}' },
    ],
    tools: [{ name: 'a', description: 'Looks.', parameters: { type: 'object', properties: {} } }],
    toolChoice: { name: 'a' },
    maxOutputTokens: 500,
    temperature: 0.5,
    stop: ['END'],
  };

  it.each([
    ['openai', (given: ModelRequest) => readOpenAiRequest(JSON.parse(openAiRequestBody({ ...given, seed: 7 }, 'm')))],
    ['anthropic', (given: ModelRequest) => readAnthropicRequest(JSON.parse(anthropicRequestBody(given, 'm')))],
  ])('is read as it was written, in the protocol %s', (api, through) => {
    for (const toolChoice of ['auto', 'none', 'required', { name: 'a' }] as const) {
      const seed = api === 'openai' ? 7 : null;
      const more = { parallelToolCalls: true, stream: true, includeUsage: true, seed, toolChoice };
      expect(through({ ...request, toolChoice })).toEqual({ ...request, ...more });
    }
  });
});

describe('an error', () => {
  it('has the shape of its protocol', () => {
    const error = new TurnfleetError('rate_limited', 'slow down');
    expect(openAiErrorBody(error)).toEqual({
      error: { message: 'slow down', type: 'requests', param: null, code: 'rate_limit_exceeded' },
    });
    expect(anthropicErrorBody(error, 429, 'req_1')).toEqual({
      type: 'error',
      error: { type: 'rate_limit_error', message: 'slow down' },
      request_id: 'req_1',
    });
  });
});
