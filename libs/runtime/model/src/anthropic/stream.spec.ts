import { describe, expect, it } from '@jest/globals';
import { anthropicStreamFold } from './stream.ts';

const event = (body: { type: string } & Record<string, unknown>): { event: string; data: string } => ({
  event: body.type,
  data: JSON.stringify(body),
});
const start = event({
  type: 'message_start',
  message: { id: 'msg_1', model: 'claude', usage: { input_tokens: 10, cache_read_input_tokens: 5, output_tokens: 1 } },
});
const stop = (reason: string): ReturnType<typeof event>[] => [
  event({ type: 'message_delta', delta: { stop_reason: reason }, usage: { output_tokens: 42 } }),
  event({ type: 'message_stop' }),
];
const text = (part: string): ReturnType<typeof event> =>
  event({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: part } });

describe('anthropicStreamFold', () => {
  it('passes text on and counts cached input as input', () => {
    const fold = anthropicStreamFold();
    const said = [start, event({ type: 'ping' }), text('In '), text('stock'), ...stop('end_turn')].map((e) =>
      fold.take(e),
    );
    expect(said.join('')).toBe('In stock');
    expect(fold.done).toBe(true);
    expect(fold.end()).toEqual({
      toolCalls: [],
      reason: 'stop',
      usage: { inputTokens: 15, outputTokens: 42, cachedInputTokens: 5 },
    });
  });

  it('puts the arguments of parallel calls together; a call without any has an empty object', () => {
    const fold = anthropicStreamFold();
    const block = (index: number, id: string, name: string): ReturnType<typeof event> =>
      event({ type: 'content_block_start', index, content_block: { type: 'tool_use', id, name, input: {} } });
    const json = (index: number, part: string): ReturnType<typeof event> =>
      event({ type: 'content_block_delta', index, delta: { type: 'input_json_delta', partial_json: part } });
    const events = [
      start,
      block(1, 'toolu_a', 'a'),
      json(1, ''),
      json(1, '{"sku":'),
      json(1, '"A"}'),
      block(2, 'toolu_b', 'b'),
    ];
    for (const e of [...events, ...stop('tool_use')]) fold.take(e);
    expect(fold.end()).toMatchObject({
      reason: 'tool_calls',
      toolCalls: [
        { id: 'toolu_a', name: 'a', arguments: '{"sku":"A"}' },
        { id: 'toolu_b', name: 'b', arguments: '{}' },
      ],
    });
  });

  it.each([
    ['refusal', 'refusal'],
    ['max_tokens', 'length'],
    ['stop_sequence', 'stop'],
  ])('reads stop reason %s as %s', (reason, expected) => {
    const fold = anthropicStreamFold();
    for (const e of [start, ...stop(reason)]) fold.take(e);
    expect(fold.end().reason).toBe(expected);
  });

  it('fails with model_unavailable when cut mid-stream', () => {
    const fold = anthropicStreamFold();
    fold.take(start);
    fold.take(text('In'));
    expect(() => fold.end()).toThrow(expect.objectContaining({ kind: 'model_unavailable' }));
  });

  it.each([
    ['overloaded_error', 'model_unavailable'],
    ['rate_limit_error', 'rate_limited'],
  ])('reads %s inside the stream as %s', (type, kind) => {
    const error = event({ type: 'error', error: { type, message: 'x' } });
    expect(() => anthropicStreamFold().take(error)).toThrow(expect.objectContaining({ kind }));
  });
});
