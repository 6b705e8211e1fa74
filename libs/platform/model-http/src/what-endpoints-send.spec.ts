import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { askOnce, scriptedEndpoint, type Told } from './testing.ts';

/** Inputs of kinds that users of OpenAI, Azure, DeepSeek, Gemini, Qwen, vLLM, Ollama, OpenRouter report: one test each. */
let endpoint: Awaited<ReturnType<typeof scriptedEndpoint>>;
beforeAll(async () => {
  endpoint = await scriptedEndpoint();
});
afterAll(() => endpoint.close());

type Portion = string | Uint8Array;
const data = (value: unknown): string => `data: ${typeof value === 'string' ? value : JSON.stringify(value)}\n\n`;
const chunk = (delta: object, finish: string | null = null, more: object = {}): string =>
  data({ id: 'x', object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason: finish }], ...more });
const said = (content: unknown): string => chunk({ content });
const piece = (call: object): string => chunk({ tool_calls: [call] });
const stop = chunk({}, 'stop');
const called = chunk({}, 'tool_calls');
const done = data('[DONE]');
const usage = { prompt_tokens: 12, completion_tokens: 3 };

/** Each portion is a write of its own. */
function sends(portions: readonly Portion[], headers: Record<string, string> = {}, reset = false): void {
  endpoint.answers((response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream', ...headers });
    const next = (at: number): void => {
      const portion = portions[at];
      if (portion !== undefined) response.write(portion, () => setImmediate(next, at + 1));
      else if (reset) response.destroy();
      else response.end();
    };
    next(0);
  });
}

async function told(...portions: Portion[]): Promise<Told> {
  sends(portions);
  return askOnce(endpoint.url);
}

const unavailable = expect.objectContaining({ kind: 'model_unavailable' });
const sku = { sku: 'SKU-2024-888' };
const json = JSON.stringify(sku);
const inventory = (more: object = {}): object => ({ function: { name: 'check_inventory', arguments: json }, ...more });
const info = (more: object = {}): object => ({ function: { name: 'get_product_info', arguments: json }, ...more });
const calls = ({ end }: Told): unknown => end?.toolCalls.map(({ name, arguments: text }) => [name, text]);
const both = [
  ['check_inventory', json],
  ['get_product_info', json],
];
const one = [both[0]];

describe('tool calls', () => {
  it.each<[string, string[], unknown]>([
    ['without index', [piece(inventory({ id: 'a' })), piece(info({ id: 'b' }))], both],
    ['with a repeated index', [piece(inventory({ index: 0, id: 'a' })), piece(info({ index: 0, id: 'b' }))], both],
    ['both whole, without identity', [piece(inventory({ index: 0 })), piece(info({ index: 0 }))], both],
    [
      'of one tool, both whole, without identity',
      [
        piece(inventory({ index: 0 })),
        piece({ index: 0, function: { name: 'check_inventory', arguments: '{"sku":"B"}' } }),
      ],
      [one[0], ['check_inventory', '{"sku":"B"}']],
    ],
    [
      'in fragments without identity',
      [
        piece({ index: 0, function: { name: 'check_inventory', arguments: '{"sku":' } }),
        piece({ index: 0, function: { arguments: '"SKU-2024-888"}' } }),
        piece({ index: 0, function: { name: 'get_product_info', arguments: '' } }),
        piece({ index: 0, function: { arguments: json } }),
      ],
      both,
    ],
    ['with empty ids', [piece(inventory({ index: 0, id: '' })), piece(info({ index: 1, id: '' }))], both],
    [
      'whose id comes late',
      [
        piece({ index: 0, function: { name: 'check_inventory' } }),
        piece({ index: 0, id: 'late', function: { arguments: json } }),
      ],
      one,
    ],
    ['with one id for all', [piece(inventory({ index: 0, id: 'a' })), piece(info({ index: 1, id: 'a' }))], both],
    [
      'with another id in each fragment',
      [
        piece({ index: 0, id: 'a', function: { name: 'check_inventory', arguments: '{"sku":' } }),
        piece({ index: 0, id: 'b', function: { arguments: '"SKU-2024-888"}' } }),
      ],
      one,
    ],
    [
      'whose name comes in pieces',
      ['check_', 'inven', 'tory']
        .map((name) => piece({ index: 0, function: { name } }))
        .concat(piece({ index: 0, function: { arguments: json } })),
      one,
    ],
    [
      'whose name is said with each fragment',
      ['{"sku":', '"SKU-2024-888"}'].map((text) =>
        piece({ index: 0, id: 'a', function: { name: 'check_inventory', arguments: text } }),
      ),
      one,
    ],
    [
      'with null for arguments',
      [piece({ index: 0, function: { name: 'check_inventory', arguments: null } })],
      [['check_inventory', '']],
    ],
    ['with an object for arguments', [piece({ index: 0, function: { name: 'check_inventory', arguments: sku } })], one],
    [
      'whose whole arguments are sent twice',
      [piece(inventory({ index: 0, id: 'a' })), piece({ index: 0, id: 'a', function: { arguments: json } })],
      one,
    ],
    [
      'whose arguments begin with an empty object',
      [
        piece({ index: 0, function: { name: 'check_inventory', arguments: '{}' } }),
        piece({ index: 0, function: { arguments: json } }),
      ],
      one,
    ],
    [
      'with the name of a namespace',
      [piece({ function: { name: 'functions.check_inventory:0', arguments: json } })],
      one,
    ],
    ['beside an empty one', [piece(inventory({ index: 0 })), piece({ index: 1, function: {} })], one],
    [
      'whose name comes in pieces, and whose id at the end',
      [
        piece({ index: 0, function: { name: 'check_' } }),
        piece({ index: 0, function: { name: 'inventory', arguments: '{"sku":' } }),
        piece({ index: 0, id: 'late', function: { arguments: '"SKU-2024-888"}' } }),
      ],
      one,
    ],
    [
      'whose fragments are followed by the whole call',
      [
        piece({ index: 0, id: 'a', function: { name: 'check_inventory', arguments: '{"sku":' } }),
        piece({ index: 0, id: 'a', function: { arguments: '"SKU-2024-888"}' } }),
        piece(inventory({ index: 0, id: 'a' })),
      ],
      one,
    ],
    [
      'whose later fragments say null for name and id',
      [
        piece({ index: 0, id: 'a', function: { name: 'check_inventory', arguments: '{"sku":' } }),
        piece({ index: 0, id: null, function: { name: null, arguments: '"SKU-2024-888"}' } }),
      ],
      one,
    ],
    ['with an index and an id in other types', [piece(inventory({ index: '0', id: 7 }))], one],
    ['beside null for a call', [chunk({ tool_calls: [null, inventory({ index: 0 })] })], one],
    [
      'before chunks whose calls are null',
      [piece(inventory({ index: 0 })), chunk({ content: null, tool_calls: null })],
      one,
    ],
    [
      'both in one chunk',
      [chunk({ tool_calls: [inventory({ index: 0, id: 'a' }), info({ index: 1, id: 'b' })] })],
      both,
    ],
    ['in the message of the last chunk', [data({ choices: [{ message: { tool_calls: [inventory()] } }] })], one],
    ['in the outdated shape', [chunk({ function_call: { name: 'check_inventory', arguments: json } })], one],
  ])('are read %s', async (_, chunks, expected) => {
    const answer = await told(...chunks, called, done);
    expect(calls(answer)).toEqual(expected);
    expect(answer.end?.reason).toBe('tool_calls');
    const ids = answer.end?.toolCalls.map(({ id }) => id) ?? [];
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).not.toContain('');
  });

  it.each(['stop', 'length', 'function_call', 'TOOL_CALLS'])('are made when the reason is %s', async (finish) => {
    expect(calls(await told(piece(inventory({ index: 0 })), chunk({}, finish), done))).toEqual(one);
  });

  it('are asked for again when the reason names some and there are none', async () => {
    await expect(told(called, done)).rejects.toEqual(unavailable);
  });

  it.each(['', 'error', 'abort', 'insufficient_system_resource', 'whatever', null])(
    'cut inside an argument are not made, the reason being %p',
    async (finish) => {
      const cut = piece({
        index: 0,
        function: { name: 'check_inventory', arguments: '{"sku":"SKU-2024-888","city":"上' },
      });
      await expect(told(cut, chunk({}, finish), done)).rejects.toEqual(unavailable);
    },
  );

  it('cut by the token limit are left out', async () => {
    const cut = piece({
      index: 1,
      function: { name: 'check_inventory', arguments: '{"sku":"SKU-2024-888","city":"上' },
    });
    expect(calls(await told(piece(inventory({ index: 0 })), cut, chunk({}, 'length'), done))).toEqual(one);
  });
});

describe('an end', () => {
  it.each(['', 'error', 'abort', 'insufficient_system_resource', 'whatever'])(
    'whose reason is %p makes nothing of half an answer',
    async (finish) => {
      await expect(told(said('The price is 4'), said('9'), chunk({}, finish))).rejects.toEqual(unavailable);
    },
  );

  it('without a reason is none, even behind [DONE]', async () => {
    await expect(told(said('The price is 49'), done)).rejects.toEqual(unavailable);
  });

  it('is one when every other chunk has an empty reason', async () => {
    const answer = await told(chunk({ content: 'In stock.' }, ''), stop, chunk({}, '', { usage }), done);
    expect(answer).toMatchObject({ text: 'In stock.', end: { reason: 'stop' } });
  });

  it('without [DONE] is one', async () => {
    expect(await told(said('In stock.'), stop)).toMatchObject({ text: 'In stock.', end: { reason: 'stop' } });
  });

  it('in the chunk of the last words is one', async () => {
    expect(await told(chunk({ content: 'In stock.' }, 'stop'))).toMatchObject({
      text: 'In stock.',
      end: { reason: 'stop' },
    });
  });

  it('with a space behind [DONE] is one', async () => {
    expect((await told(said('In stock.'), stop, 'data: [DONE] \n\n')).text).toBe('In stock.');
  });

  it('without the last blank line is one', async () => {
    expect((await told(said('In stock.'), stop.trimEnd())).text).toBe('In stock.');
  });

  it('in the middle of a chunk is none', async () => {
    await expect(told(said('In stock.'), stop.slice(0, 60))).rejects.toEqual(unavailable);
  });

  it.each<[string, string[]]>([
    ['a reset', []],
    ['half a chunk and a reset', [stop.slice(0, 30)]],
    ['an error event', [data({ error: { message: 'overloaded' } })]],
  ])('stands when %s comes behind it', async (_, behind) => {
    sends([said('In stock.'), stop, ...behind], {}, true);
    expect(await askOnce(endpoint.url)).toMatchObject({ text: 'In stock.', end: { reason: 'stop' } });
  });
});

describe('usage', () => {
  it.each<[string, string[]]>([
    ['in a chunk without choices', [said('Yes'), stop, data({ choices: [], usage })]],
    ['in a chunk whose choices are missing', [said('Yes'), stop, data({ usage })]],
    [
      'on every chunk',
      [
        chunk({ content: 'Yes' }, null, { usage: { prompt_tokens: 12, completion_tokens: 1 } }),
        chunk({}, 'stop', { usage }),
      ],
    ],
    ['on the first chunk alone', [chunk({ content: 'Yes' }, null, { usage }), stop]],
    ['followed by empty counts', [said('Yes'), chunk({}, 'stop', { usage }), data({ choices: [], usage: null })]],
  ])('is read %s', async (_, chunks) => {
    expect((await told(...chunks, done)).end?.usage).toEqual({ inputTokens: 12, outputTokens: 3 });
  });

  it('tells cached and reasoning tokens where the vendor does', async () => {
    const details = { prompt_tokens_details: { cached_tokens: 8 }, completion_tokens_details: { reasoning_tokens: 2 } };
    const answer = await told(said('Yes'), chunk({}, 'stop', { usage: { ...usage, ...details } }), done);
    expect(answer.end?.usage).toMatchObject({ cachedInputTokens: 8, reasoningTokens: 2 });
  });
});

describe('text', () => {
  it.each<[string, Portion[]]>([
    ['of chunks without a role', [said('In stock.')]],
    [
      'as a list of parts',
      [
        said([
          { type: 'thinking', thinking: [{ type: 'text', text: 'hm' }] },
          { type: 'text', text: 'In stock.' },
        ]),
      ],
    ],
    ['beside reasoning_content', [chunk({ content: null, reasoning_content: 'hm' }), said('In stock.')]],
    ['beside reasoning', [chunk({ content: '', reasoning: 'hm' }), said('In stock.')]],
    ['behind thoughts split over chunks', ['<thi', 'nk>the user wants', '</think>In st', 'ock.'].map(said)],
    ['behind thoughts and blank lines', [said('<think>\nhm\n</think>\n\nIn stock.')]],
    [
      'behind thoughts whose beginning was swallowed',
      ['the user wants', ' stock</thi', 'nk>\n\nIn st', 'ock.'].map(said),
    ],
    ['before what only begins like a mark', [said('In st'), said('ock.')]],
    ['before the token that ends it', [said('In stock.<|im_'), said('end|>')]],
    ['with CRLF', [said('In stock.').replaceAll('\n', '\r\n')]],
    ['with comments and blank events', [': OPENROUTER PROCESSING\n\ndata:\n\ndata: \n\n', said('In stock.')]],
    ['behind a byte order mark', [`\uFEFF${said('In stock.')}`]],
    [
      'over several data lines',
      [`data: {"id":"x","choices":[{"index":0,\ndata: "delta":{"content":"In stock."}}]}\n\n`],
    ],
    ['of events without blank lines between them', [`${said('In ').trimEnd()}\n${said('stock.')}`]],
    ['with CR alone', [said('In stock.').replaceAll('\n', '\r')]],
    ['with names of events, and no space behind the colon', [`event: message\n${said('In stock.').replace(' ', '')}`]],
    [
      'with byte order mark, comments and CRLF at once',
      [`\uFEFF: hi\r\n\r\n${said('In stock.').replaceAll('\n', '\r\n')}`],
    ],
    [
      'beside a choice that nobody asked for',
      [said('In stock.').replace(']', ',{"index":1,"delta":{"content":"No."}}]')],
    ],
    ['beside a delta that is null', [data({ choices: [{ index: 0, delta: null }] }), said('In stock.')]],
    ['beside choices that are null', [data({ choices: null }), said('In stock.')]],
    ['as parts that are plain strings', [said(['In ', 'stock.'])]],
    [
      'in several parts',
      [
        said([
          { type: 'text', text: 'In ' },
          { type: 'text', text: 'stock.' },
        ]),
      ],
    ],
    ['of a whole message within an event', [data({ choices: [{ index: 0, message: { content: 'In stock.' } }] })]],
    ['behind two thoughts', ['<think>a</think><thi', 'nk>b</think>In stock.'].map(said)],
    ['with NUL in it', [said('In\0 stock.')]],
  ])('is read %s', async (_, portions) => {
    expect((await told(...portions, stop, done)).text).toBe('In stock.');
  });

  it('is whole when bytes of a character come apart', async () => {
    const bytes = Buffer.from(said('有货🎉'));
    const portions = Array.from(bytes, (byte) => Uint8Array.of(byte));
    expect((await told(...portions, stop, done)).text).toBe('有货🎉');
  });

  it('never ends a delta inside a character', async () => {
    const halves = ['\\ud83c', '\\udf89 yes', ' \\ud83c no'].map((text) => said('@').replace('@', text));
    const answer = await told(...halves, stop, done);
    expect(answer.text).toBe('🎉 yes \uFFFD no');
    for (const delta of answer.deltas) expect(delta.isWellFormed()).toBe(true);
  });

  it.each([
    ['DSML', '<｜DSML｜function_calls>\n<｜DSML｜invoke name="check_inventory">…</｜DSML｜function_calls>'],
    ['tags', 'Let me look. <tool_call>{"name":"check_inventory"}</tool_call>'],
    ['DSML that was cut', '<｜DSML｜'],
    ['special tokens', '<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>check_inventory'],
  ])('that is a tool call in %s is never shown, and asked for again', async (_, text) => {
    const letters = [...text].map(said);
    sends([...letters, stop, done]);
    let shown = '';
    const asking = askOnce(endpoint.url).then((answer) => {
      shown = answer.text;
    });
    await expect(asking).rejects.toEqual(unavailable);
    expect(shown).toBe('');
  });

  it('before DSML that comes in pieces is asked for again as a whole', async () => {
    const pieces = ['Let me look.', ' <｜DS', 'ML｜func', 'tion_calls>', '<｜DSML｜invoke name="check_inventory">'];
    await expect(told(...pieces.map(said), stop, done)).rejects.toEqual(unavailable);
  });

  it('beside calls that were also made loses its markup only', async () => {
    const answer = await told(said('Wait. <tool_call>{}</tool_call>'), piece(inventory({ index: 0 })), called, done);
    expect([answer.text, calls(answer)]).toEqual(['Wait. ', one]);
  });

  it('beside a tool call in words is the answer where no tool may be called', async () => {
    sends([said('In stock.<tool_call>{}</tool_call>'), stop, done]);
    expect((await askOnce(endpoint.url, { toolChoice: 'none' })).text).toBe('In stock.');
  });

  it('shows what is no mark as it is', async () => {
    const text = '1 < 2, <b>bold</b> [see] <thin';
    expect((await told(...[...text].map(said), stop, done)).text).toBe(text);
  });
});

describe('instead of a stream', () => {
  const whole = {
    id: 'x',
    choices: [{ index: 0, message: { role: 'assistant', content: 'In stock.' }, finish_reason: 'stop' }],
    usage,
  };

  it('a whole completion is used', async () => {
    expect(await told(JSON.stringify(whole, null, 2))).toMatchObject({
      text: 'In stock.',
      end: { usage: { inputTokens: 12, outputTokens: 3 } },
    });
  });

  it('a whole completion with calls is used', async () => {
    const message = { content: null, tool_calls: [inventory({ id: 'a' }), info({ id: 'b' })] };
    expect(calls(await told(JSON.stringify({ choices: [{ message, finish_reason: 'tool_calls' }] })))).toEqual(both);
  });

  it.each<[string, unknown, string]>([
    ['an error object', { error: { message: 'slow down', code: 'rate_limit_exceeded' } }, 'rate_limited'],
    ['an error in a list', [{ error: { code: 429, message: 'quota' } }], 'rate_limited'],
    ['an error of vLLM', { object: 'error', message: 'boom', code: 500 }, 'model_unavailable'],
    ['an error that is a sentence', { error: 'model not loaded' }, 'model_unavailable'],
  ])('%s is named for what it is', async (_, body, kind) => {
    await expect(told(JSON.stringify(body))).rejects.toMatchObject({ kind });
  });

  it('a login page is named for what it is', async () => {
    await expect(told('\n<!doctype html><title>Sign in</title>')).rejects.toMatchObject({
      kind: 'model_unavailable',
      message: expect.stringContaining('web page'),
      details: { suggestion: expect.stringContaining('base URL') },
    });
  });

  it('an error event in the open stream fails the call', async () => {
    const overloaded = data({ error: { message: 'overloaded', type: 'overloaded_error' } });
    await expect(told(said('In'), said(' stock'), overloaded, done)).rejects.toEqual(unavailable);
  });

  it('gzip that nobody asked for is unpacked', async () => {
    sends([gzipSync(said('In stock.') + stop + done)], { 'content-encoding': 'gzip' });
    expect((await askOnce(endpoint.url)).text).toBe('In stock.');
  });

  it.each<[string, string]>([
    ['behind no word of data', JSON.stringify({ error: { message: 'overloaded' } })],
    ['beside empty choices', data({ choices: [], error: { message: 'overloaded', code: 502 } })],
    ['under its own event', `event: error\n${data({ message: 'overloaded' })}`],
    ['as a sentence', data({ error: 'overloaded' })],
  ])('an error %s in the open stream fails the call', async (_, error) => {
    await expect(told(said('In'), error, done)).rejects.toEqual(unavailable);
  });

  it.each(['', ' \n', 'null', '[]', 'OK', 'data: {"id":"x","choi'])('%p makes nothing of it', async (body) => {
    await expect(told(body)).rejects.toEqual(unavailable);
  });

  it.each<[string, (bytes: string) => Uint8Array]>([
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ])('%s that nobody asked for is unpacked', async (encoding, pack) => {
    sends([pack(said('In stock.') + stop + done)], { 'content-encoding': encoding });
    expect((await askOnce(endpoint.url)).text).toBe('In stock.');
  });

  it('gzip that is cut behind a whole answer stands, and within one does not', async () => {
    const packed = (text: string): Uint8Array => gzipSync(text).subarray(0, -8);
    sends([packed(said('In stock.') + stop + done)], { 'content-encoding': 'gzip' }, true);
    expect((await askOnce(endpoint.url)).text).toBe('In stock.');
    sends([packed(said('In stock.'))], { 'content-encoding': 'gzip' }, true);
    await expect(askOnce(endpoint.url)).rejects.toEqual(unavailable);
  });

  it('the way to a login page is not taken', async () => {
    const before = endpoint.asked.length;
    endpoint.answers((response) => void response.writeHead(302, { location: '/login' }).end());
    await expect(askOnce(endpoint.url)).rejects.toEqual(unavailable);
    expect(endpoint.asked).toHaveLength(before + 1);
  });

  it('an error in gzip is read', async () => {
    const body = gzipSync(JSON.stringify({ error: { code: 'context_length_exceeded', message: 'x' } }));
    endpoint.answers((response) => void response.writeHead(400, { 'content-encoding': 'gzip' }).end(body));
    await expect(askOnce(endpoint.url)).rejects.toMatchObject({ kind: 'context_too_long' });
  });
});
