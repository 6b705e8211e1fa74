import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { askOnce, scriptedEndpoint, type Told } from './testing.ts';

let endpoint: Awaited<ReturnType<typeof scriptedEndpoint>>;
beforeAll(async () => {
  endpoint = await scriptedEndpoint();
});
afterAll(() => endpoint.close());

const event = (type: string, more: object = {}): string =>
  `event: ${type}\ndata: ${JSON.stringify({ type, ...more })}\n\n`;
const begin = event('message_start', { message: { id: 'msg_1', usage: { input_tokens: 9, output_tokens: 1 } } });
const said = (text: string, index = 0): string =>
  event('content_block_delta', { index, delta: { type: 'text_delta', text } });
const opened = (index: number, block: object): string => event('content_block_start', { index, content_block: block });
const json = (index: number, text: string): string =>
  event('content_block_delta', { index, delta: { type: 'input_json_delta', partial_json: text } });
const ends = (reason: string | null): string =>
  event('message_delta', { delta: { stop_reason: reason }, usage: { output_tokens: 5 } });
const stopped = event('message_stop');
const overloaded = event('error', { error: { type: 'overloaded_error', message: 'Overloaded' } });
const use = (id: string): object => ({ type: 'tool_use', id, name: 'check_inventory', input: {} });

async function told(...portions: string[]): Promise<Told> {
  endpoint.answers((response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const portion of portions) response.write(portion);
    response.end();
  });
  return askOnce(endpoint.url, { model: 'claude-sonnet-4.5' });
}

const unavailable = expect.objectContaining({ kind: 'model_unavailable' });

describe('an end of Anthropic’s protocol', () => {
  it.each(['', 'error', 'pause_turn', 'whatever', null])(
    'whose reason is %p makes nothing of half an answer',
    async (reason) => {
      await expect(told(begin, said('The price is 4'), said('9'), ends(reason), stopped)).rejects.toEqual(unavailable);
    },
  );

  it('stands when an error event comes behind it', async () => {
    expect((await told(begin, said('In stock.'), ends('end_turn'), overloaded)).text).toBe('In stock.');
  });

  it('that is an error event in the open stream fails the call', async () => {
    await expect(told(begin, said('In'), overloaded)).rejects.toEqual(unavailable);
  });

  it('does not make a call that was cut inside an argument', async () => {
    const cut = json(0, '{"sku":"SKU-2024-888","city":"上');
    await expect(told(begin, opened(0, use('a')), cut)).rejects.toEqual(unavailable);
    const limited = await told(begin, opened(0, use('a')), cut, ends('max_tokens'), stopped);
    expect(limited.end).toMatchObject({ reason: 'length', toolCalls: [] });
  });
});

describe('what Anthropic-compatible endpoints send', () => {
  it('ids that repeat become different ones', async () => {
    const { end } = await told(
      begin,
      opened(0, use('a')) + json(0, '{"sku":"A"}'),
      opened(1, use('a')) + json(1, '{"sku":"B"}'),
      ends('tool_use'),
      stopped,
    );
    expect(end?.toolCalls.map(({ arguments: text }) => text)).toEqual(['{"sku":"A"}', '{"sku":"B"}']);
    expect(new Set(end?.toolCalls.map(({ id }) => id)).size).toBe(2);
  });

  it('input that comes whole with its block is read', async () => {
    const block = { ...use('a'), input: { sku: 'A' } };
    expect((await told(begin, opened(0, block), ends('tool_use'), stopped)).end?.toolCalls).toMatchObject([
      { name: 'check_inventory', arguments: '{"sku":"A"}' },
    ]);
  });

  it('thoughts are never shown, and go back with their signature', async () => {
    const { text, end } = await told(
      begin,
      opened(0, { type: 'thinking', thinking: '', signature: '' }),
      event('content_block_delta', { index: 0, delta: { type: 'thinking_delta', thinking: 'h' } }),
      event('content_block_delta', { index: 0, delta: { type: 'thinking_delta', thinking: 'm' } }),
      event('content_block_delta', { index: 0, delta: { type: 'signature_delta', signature: 'sig' } }),
      opened(1, use('a')) + json(1, '{}'),
      ends('tool_use'),
      stopped,
    );
    expect(text).toBe('');
    expect(end?.carried).toEqual({
      api: 'anthropic',
      fields: { blocks: [{ type: 'thinking', thinking: 'hm', signature: 'sig' }] },
    });
  });

  it('a whole message, an error object and a web page are named for what they are', async () => {
    const whole = { type: 'message', content: [{ type: 'text', text: 'In stock.' }], stop_reason: 'end_turn' };
    expect((await told(JSON.stringify({ ...whole, usage: { input_tokens: 9, output_tokens: 5 } }))).end).toMatchObject({
      reason: 'stop',
      usage: { inputTokens: 9, outputTokens: 5 },
    });
    const error = { type: 'error', error: { type: 'rate_limit_error', message: 'slow down' } };
    await expect(told(JSON.stringify(error))).rejects.toMatchObject({ kind: 'rate_limited' });
    await expect(told('<html>')).rejects.toMatchObject({ message: expect.stringContaining('web page') });
  });

  it('pings, comments, unknown events and halves of characters do no harm', async () => {
    const half = said('@').replace('@', '\\ud83c');
    const { text } = await told(
      begin,
      ': hi\n\n',
      event('ping'),
      event('new_kind'),
      half,
      said('\\'),
      ends('end_turn'),
    );
    expect(text).toBe('\uFFFD\\');
  });

  it('a tool call written as text is never shown', async () => {
    const letters = [...'<function_calls><invoke name="x">'].map((letter) => said(letter));
    await expect(told(begin, ...letters, ends('end_turn'), stopped)).rejects.toEqual(unavailable);
  });
});
