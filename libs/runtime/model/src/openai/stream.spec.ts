import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openAiStreamFold } from './stream.ts';

const chunk = (body: object): { event: string; data: string } => ({ event: 'message', data: JSON.stringify(body) });
const delta = (part: object, finish: string | null = null): { event: string; data: string } =>
  chunk({ id: 'chatcmpl-1', model: 'm', choices: [{ index: 0, delta: part, finish_reason: finish }] });
const done = { event: 'message', data: '[DONE]' };
const call = (index: number | undefined, id: string | undefined, name: string | undefined, text: string): object => ({
  tool_calls: [{ index, id, function: { name, arguments: text } }],
});

describe('openAiStreamFold', () => {
  it('passes text on as it comes and ends with usage from the last chunk', () => {
    const fold = openAiStreamFold();
    const texts = [delta({ role: 'assistant', content: '' }), delta({ content: '有' }), delta({ content: '货' })];
    expect(texts.map((event) => fold.take(event))).toEqual(['', '有', '货']);
    fold.take(delta({}, 'stop'));
    fold.take(chunk({ choices: [], usage: { prompt_tokens: 12, completion_tokens: 3 } }));
    expect(fold.done).toBe(false);
    fold.take(done);
    expect(fold.done).toBe(true);
    expect(fold.end()).toEqual({ toolCalls: [], reason: 'stop', usage: { inputTokens: 12, outputTokens: 3 } });
  });

  it('puts interleaved tool-call deltas together by index, under the model’s own ids', () => {
    const fold = openAiStreamFold();
    fold.take(delta(call(0, 'call_a', 'check_inventory', '')));
    fold.take(delta(call(1, 'call_b', 'get_product_info', '{"sku"')));
    fold.take(delta(call(0, undefined, undefined, '{"sku":"A"}')));
    fold.take(delta(call(1, undefined, undefined, ':"B"}')));
    fold.take(delta({}, 'tool_calls'));
    fold.take(done);
    expect(fold.end()).toMatchObject({
      reason: 'tool_calls',
      toolCalls: [
        { id: 'call_a', name: 'check_inventory', arguments: '{"sku":"A"}' },
        { id: 'call_b', name: 'get_product_info', arguments: '{"sku":"B"}' },
      ],
    });
  });

  it.each([0, undefined])('tells parallel calls that all have index %p apart by their ids', (index) => {
    const fold = openAiStreamFold();
    fold.take(delta(call(index, 'call_a', 'a', '{"x":1}')));
    fold.take(delta(call(index, 'call_b', 'b', '{"x":')));
    fold.take(delta(call(index, undefined, undefined, '2}'), 'stop'));
    expect(fold.end()).toMatchObject({
      reason: 'tool_calls',
      toolCalls: [
        { id: 'call_a', arguments: '{"x":1}' },
        { id: 'call_b', arguments: '{"x":2}' },
      ],
    });
  });

  it('gives the same calls however their arguments are portioned and interleaved', () => {
    const written = ['{"sku":"SKU-2024-888","city":"上海"}', '{"order_id":"ORD-2024-0001"}', ''];
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(2), fc.nat(9))), (portions) => {
        const fold = openAiStreamFold();
        const left = [...written];
        for (const index of written.keys()) fold.take(delta(call(index, `call_${index}`, `tool_${index}`, '')));
        const all = [...portions, ...written.map((_, index): [number, number] => [index, 100])];
        for (const [index, size] of all) {
          fold.take(delta(call(index, undefined, undefined, left[index]?.slice(0, size) ?? '')));
          left[index] = left[index]?.slice(size) ?? '';
        }
        fold.take(delta({}, 'tool_calls'));
        expect(fold.end().toolCalls).toEqual(
          written.map((text, index) => ({ id: `call_${index}`, name: `tool_${index}`, arguments: text })),
        );
      }),
    );
  });

  it('makes ids for calls that came without', () => {
    const fold = openAiStreamFold();
    fold.take(delta(call(0, undefined, 'a', '{}'), 'tool_calls'));
    expect(fold.end().toolCalls).toEqual([{ id: 'call_chatcmpl-1_0', name: 'a', arguments: '{}' }]);
  });

  it('says so when the endpoint reported no usage', () => {
    const fold = openAiStreamFold();
    fold.take(delta({ content: 'a' }, 'stop'));
    expect(fold.end().usage).toBeUndefined();
  });

  it.each([
    ['a refusal in the delta', [delta({ refusal: 'I cannot' }), delta({}, 'stop')]],
    ['a content filter', [delta({ content: 'a' }), delta({}, 'content_filter')]],
  ])('ends with refusal on %s', (_, events) => {
    const fold = openAiStreamFold();
    for (const event of events) fold.take(event);
    expect(fold.end().reason).toBe('refusal');
  });

  it('drops a call whose arguments the token limit cut', () => {
    const fold = openAiStreamFold();
    fold.take(delta(call(0, 'call_a', 'a', '{}')));
    fold.take(delta(call(1, 'call_b', 'b', '{"amount": 10'), 'length'));
    expect(fold.end()).toMatchObject({ reason: 'length', toolCalls: [{ id: 'call_a' }] });
  });

  it('fails with model_unavailable when cut before a finish reason', () => {
    const fold = openAiStreamFold();
    fold.take(delta({ content: '有' }));
    expect(() => fold.end()).toThrow(expect.objectContaining({ kind: 'model_unavailable' }));
  });

  it.each([
    [{ error: { message: 'x', code: 'rate_limit_exceeded' } }, 'rate_limited'],
    [{ error: { message: 'x', code: 429 } }, 'rate_limited'],
    [{ error: { message: 'boom', type: 'server_error' } }, 'model_unavailable'],
  ])('reads an error inside the stream: %j', (body, kind) => {
    expect(() => openAiStreamFold().take(chunk(body))).toThrow(expect.objectContaining({ kind }));
  });

  it('fails with model_unavailable on what is not JSON', () => {
    const broken = { event: 'message', data: '{"choices": [' };
    expect(() => openAiStreamFold().take(broken)).toThrow(expect.objectContaining({ kind: 'model_unavailable' }));
  });
});
