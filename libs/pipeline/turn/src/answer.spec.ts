import { describe, expect, it } from '@jest/globals';
import { type Reply, type Turn, toldReply } from '@turnfleet/contract/schemas';
import { type Logger, TurnfleetError } from '@turnfleet/core';
import { settle } from '@turnfleet/core/testing';
import type { ModelToolCall } from '@turnfleet/model';
import { createWorker, createWorld, streamedText, type WorkerOptions, whilePassing } from '@turnfleet/pipeline-testing';

const unavailable = () => new TurnfleetError('model_unavailable', 'The model endpoint answered 500.');
const limited = (retryAfterMs: number) => new TurnfleetError('rate_limited', 'Too many requests.', { retryAfterMs });
const stock = (id = 'call_1', city = 'Shanghai'): ModelToolCall => ({
  id,
  name: 'check_inventory',
  arguments: JSON.stringify({ sku: 'SKU-2024-888', city }),
});
const product: ModelToolCall = { id: 'call_p', name: 'get_product_info', arguments: '{"sku":"SKU-2024-888"}' };

/** What no tool can answer by itself. */
const complaint = { text: 'The case of my phone is broken.' };

/** Works on one turn to its end. */
async function answered(options: WorkerOptions, turn: Partial<Turn> = {}) {
  const world = createWorld();
  const record = await world.submit(turn);
  const worker = createWorker(world, 'A', options);
  const outcome = await whilePassing(world.clock, worker.run(record), 1_000);
  const events = await world.journal();
  return { world, worker, outcome, events, reply: await world.replyTo(), types: events.map(({ type }) => type) };
}

/** What holds for every turn, however it ends. */
function expectWhole({ events, reply, world, worker }: Awaited<ReturnType<typeof answered>>): void {
  const streamed = streamedText(events);
  if (streamed !== '') expect(streamed).toBe(reply.text);
  const terminal = reply.status === 'failed' ? 'reply.failed' : 'reply.completed';
  expect(events.at(-1)).toEqual({ type: terminal, turnId: 't-1', reply: toldReply(reply) });
  expect(world.clock.pending).toBe(0);
  expect(worker.counts.watching).toBe(0);
}

describe('a model that answers', () => {
  it('is asked with the question, and its answer streamed and kept', async () => {
    const done = await answered({ model: [{ text: 'There are 3 in stock.' }] });

    expectWhole(done);
    expect(done.reply).toMatchObject({
      status: 'completed',
      text: 'There are 3 in stock.',
      model: 'deepseek-v3.2',
      usage: { inputTokens: 10, outputTokens: 5, costUsd: 0.0000031 },
      version: 1,
      answeredBy: null,
    });
    expect(streamedText(done.events)).toBe('There are 3 in stock.');
    expect(done.types.slice(0, 3)).toEqual(['turn.accepted', 'turn.started', 'reply.delta']);
  });

  it.each([
    ['in a fence', '```json\n{"sku":"SKU-2024-888"}\n```', '{"sku":"SKU-2024-888"}'],
    ['with a comma too many', '{"sku":"SKU-2024-888",}', '{"sku":"SKU-2024-888"}'],
    ['beyond repair', '{"sku":"SKU-20', '{}'],
  ])('is shown its call as it was read: arguments %s', async (_, written, read) => {
    const done = await answered({
      model: [{ calls: [{ ...product, arguments: written }] }, { text: 'It is a phone.' }],
      tools: { get_product_info: () => ({}) },
    });

    const shown = done.worker.model.requests[1]?.messages.findLast(({ role }) => role === 'assistant');
    expect(shown).toMatchObject({ toolCalls: [{ name: 'get_product_info', arguments: read }] });
  });

  it('gets tool results under its own call ids, side by side, and its steps are told apart', async () => {
    const done = await answered({
      model: [{ text: 'Let me look.', calls: [stock(), product] }, { text: 'There are 3.' }],
      tools: { check_inventory: () => ({ sku: 'SKU-2024-888', total: 3 }), get_product_info: () => ({}) },
    });

    expectWhole(done);
    const { requests } = done.worker.model;
    expect(requests[1]?.messages.slice(-3)).toMatchObject([
      { role: 'assistant', text: 'Let me look.', toolCalls: [stock(), product] },
      { role: 'tool', callId: 'call_1', content: expect.stringContaining('3') },
      { role: 'tool', callId: 'call_p' },
    ]);
    expect(done.reply.text).toBe('Let me look.\n\nThere are 3.');
    expect(done.reply.toolCalls.map(({ id, outcome }) => [id, outcome])).toEqual([
      ['call_1', 'ok'],
      ['call_p', 'ok'],
    ]);
    expect(done.reply.usage).toMatchObject({ inputTokens: 20, outputTokens: 10 });
    expect(done.types.filter((type) => type.startsWith('tool.'))).toEqual([
      ...['tool.started', 'tool.started', 'tool.finished', 'tool.finished'],
    ]);
  });

  it('is given the same array of tools every time, so that it is serialised once', async () => {
    const { worker } = await answered({ model: [{ calls: [stock()] }, { text: 'Yes.' }] });
    const [first, second] = worker.model.requests;
    expect(first?.tools).toBe(second?.tools);
  });
});

describe('a model that fails', () => {
  it('is asked again before it has said a word, and nobody sees it', async () => {
    const done = await answered({ model: [{ fails: unavailable() }, { fails: unavailable() }, { text: 'Yes, 3.' }] });

    expectWhole(done);
    expect(done.reply).toMatchObject({ status: 'completed', text: 'Yes, 3.' });
    expect(done.types).not.toContain('reply.reset');
  });

  // Once half an answer was glued to another.
  it('has the words that it was cut after taken back before the next try', async () => {
    const done = await answered({
      model: [{ fails: unavailable(), afterText: 'There are se' }, { text: 'There are 3.' }],
    });

    expectWhole(done);
    expect(done.types).toContain('reply.reset');
    expect(done.reply.text).toBe('There are 3.');
  });

  it('has thoughts that were told as an answer taken back; earlier steps and what follows stand', async () => {
    const done = await answered({
      model: [
        { text: 'Let me look.', calls: [stock()] },
        { thought: 'the user wants', text: 'There are 3.' },
      ],
    });

    expectWhole(done);
    expect(done.types).toContain('reply.reset');
    expect(done.reply).toMatchObject({ status: 'completed', text: 'Let me look.\n\nThere are 3.' });
  });

  it('keeps the words of earlier steps when a later one is cut', async () => {
    const done = await answered({
      model: [
        { text: 'Let me look.', calls: [stock()] },
        { fails: unavailable(), afterText: 'Th' },
        { text: 'There are 3.' },
      ],
    });

    expectWhole(done);
    expect(done.reply.text).toBe('Let me look.\n\nThere are 3.');
  });

  it('fails the turn after three tries in one step', async () => {
    const done = await answered({ model: Array.from({ length: 4 }, () => ({ fails: unavailable() })) }, complaint);

    expectWhole(done);
    expect(done.reply).toMatchObject({ status: 'failed', error: { kind: 'model_unavailable', retryable: true } });
    expect(done.worker.model.requests).toHaveLength(3);
  });

  it('retries without end: the process has no budget left', async () => {
    const done = await answered({ model: [{ fails: unavailable() }, { text: 'Yes.' }], retries: 0 }, complaint);

    expect(done.reply).toMatchObject({ error: { kind: 'model_unavailable' } });
    expect(done.worker.model.requests).toHaveLength(1);
  });

  it('waits as long as the endpoint asks', async () => {
    const world = createWorld();
    const worker = createWorker(world, 'A', { model: [{ fails: limited(5_000) }, { text: 'Yes, 3.' }] });
    const running = worker.run(await world.submit());

    await world.clock.advance(4_999);
    expect(worker.model.requests).toHaveLength(1);
    await world.clock.advance(1);
    await running;

    expect(await world.replyTo()).toMatchObject({ status: 'completed' });
  });

  // Once the shopper was told to slow down, or left waiting.
  it('fails the turn as overloaded at once when its endpoint wants to rest beyond the deadline', async () => {
    const done = await answered({ model: [{ fails: limited(31_000) }] }, complaint);

    expectWhole(done);
    expect(done.reply.error).toMatchObject({ kind: 'overloaded', retryable: true });
    expect(done.reply.timings.totalMs).toBe(0);
  });

  it('takes an empty answer for what it is', async () => {
    const done = await answered({ model: [{ text: '' }] }, complaint);

    expectWhole(done);
    expect(done.reply).toMatchObject({ status: 'failed', error: { kind: 'model_unavailable' } });
  });

  it('passes a refusal on, and takes back what came before it', async () => {
    const done = await answered({ model: [{ text: 'I would', reason: 'refusal' }] });

    expectWhole(done);
    expect(done.reply).toMatchObject({ status: 'failed', error: { kind: 'model_refused', retryable: false } });
    expect(streamedText(done.events)).toBe('');
  });

  it('says that an answer was cut at the output limit', async () => {
    const done = await answered({ model: [{ text: 'There are', reason: 'length' }] });

    expectWhole(done);
    expect(done.reply).toMatchObject({ status: 'degraded', text: 'There are' });
  });

  it('is left at the deadline if it never ends', async () => {
    const done = await answered({ model: [{ hangs: true, afterText: 'There are' }] }, complaint);

    expectWhole(done);
    expect(done.reply).toMatchObject({ status: 'failed', error: { kind: 'deadline_exceeded', retryable: true } });
    expect(done.reply.timings.totalMs).toBe(30_000);
    expect(streamedText(done.events)).toBe('');
  });

  it.each([
    {
      what: 'a request of ours that it does not take',
      error: new TurnfleetError('invalid_request', 'Not accepted (400).'),
    },
    { what: 'a fault of ours', error: new TypeError('secret words of x') as unknown as TurnfleetError },
  ])('is not blamed on the shopper, kept from the log or quoted to readers: $what', async ({ error }) => {
    const logged: object[] = [];
    const quiet = (): void => undefined;
    const logger: Logger = { debug: quiet, info: quiet, warn: quiet, error: (fields) => void logged.push(fields) };

    const done = await answered({ model: [{ fails: error }], logger });

    expectWhole(done);
    expect(done.reply.error?.kind).toBe('internal');
    expect(JSON.stringify(done.reply)).not.toContain('secret words');
    expect(logged).toHaveLength(1);
  });
});

describe('a model that wants tools without end', () => {
  const call = (step: number) => ({ calls: [stock(`call_${step}`, `City ${step}`)], text: `Step ${step}.` });

  it('is stopped after five steps, with what there is, called degraded', async () => {
    const done = await answered({ model: [1, 2, 3, 4, 5, 6].map(call) });

    expectWhole(done);
    expect(done.worker.model.requests.map(({ toolChoice }) => toolChoice)).toEqual([
      ...['auto', 'auto', 'auto', 'auto', 'none'],
    ]);
    expect(done.worker.transport.calls).toHaveLength(4);
    expect(done.reply).toMatchObject({
      status: 'degraded',
      text: 'Step 1.\n\nStep 2.\n\nStep 3.\n\nStep 4.\n\nStep 5.',
    });
  });

  it('has no service asked the same question twice', async () => {
    const done = await answered({
      model: [{ calls: [stock('a')] }, { calls: [stock('b')] }, { text: 'There are 3.' }],
    });

    expect(done.worker.transport.calls).toHaveLength(1);
    expect(done.reply.toolCalls.map(({ id, outcome }) => `${id} ${outcome}`)).toEqual(['a ok', 'b skipped']);
  });
});

describe('a tool that does not answer', () => {
  it.each([
    { what: 'hangs', script: 'hang' as const, outcome: 'timeout' },
    {
      what: 'fails',
      script: () => {
        throw new TurnfleetError('tool_failed', 'It broke.');
      },
      outcome: 'failed',
    },
  ])('leaves the turn degraded, not failed: it $what', async ({ script, outcome }) => {
    const done = await answered({
      model: [{ calls: [stock(), product] }, { text: 'The stock cannot be looked up.' }],
      tools: { check_inventory: script, get_product_info: () => ({}) },
    });

    expectWhole(done);
    expect(done.reply.status).toBe('degraded');
    expect(done.reply.toolCalls.map((call) => call.outcome)).toEqual([outcome, 'ok']);
  });

  it('stands in the reply that ran out of time in it', async () => {
    const world = createWorld();
    const worker = createWorker(world, 'A', { model: [{ calls: [stock()] }], tools: { check_inventory: 'hang' } });
    const record = await world.submit({}, { deadlineAt: world.clock.now() + 500 });

    await whilePassing(world.clock, worker.run(record));

    const reply = await world.replyTo();
    expect(reply).toMatchObject({
      error: { kind: 'deadline_exceeded' },
      toolCalls: [{ id: 'call_1', outcome: 'timeout' }],
    });
    expect(reply.usage.inputTokens).toBe(10);
  });
});

describe('a turn that is called off', () => {
  const ref = { conversationId: 'c-1', turnId: 't-1' };

  it('in the midst of the answer: one reply that says so, and the words so far are taken back', async () => {
    const world = createWorld();
    const worker = createWorker(world, 'A', { model: [{ hangs: true, afterText: 'There are' }] });
    const running = worker.run(await world.submit());
    await settle();

    expect(await world.state.gateway.requestCancel(ref)).toBe(true);
    await running;

    expect(await world.replyTo()).toMatchObject({ status: 'failed', error: { kind: 'cancelled' } });
    expect(streamedText(await world.journal())).toBe('');
    expect((await world.journal()).at(-1)?.type).toBe('reply.failed');
    expect(world.clock.pending).toBe(0);
  });

  it('in the midst of a tool call: nothing of the tool is told after the end', async () => {
    const world = createWorld();
    const answer = Promise.withResolvers<Record<string, unknown>>();
    const worker = createWorker(world, 'A', {
      model: [{ calls: [stock()] }],
      tools: { check_inventory: () => answer.promise },
    });
    const running = worker.run(await world.submit());
    await settle();

    await world.state.gateway.requestCancel(ref);
    await running;
    const events = await world.journal();
    answer.resolve({});
    await world.clock.advance(1_000);

    expect(await world.replyTo()).toMatchObject({ error: { kind: 'cancelled' } });
    expect(await world.journal()).toEqual(events);
    expect(events.at(-1)?.type).toBe('reply.failed');
  });

  it('asks no model if it had not begun', async () => {
    const world = createWorld();
    const worker = createWorker(world, 'A');
    const record = await world.submit();
    await worker.claim(record.partition);
    await world.state.gateway.reserve(ref, 'hash');
    await world.state.gateway.requestCancel(ref);

    await worker.run(record);

    expect(await world.replyTo()).toMatchObject({ error: { kind: 'cancelled' } });
    expect(worker.model.requests).toEqual([]);
  });

  it('keeps the answer that was on its way', async () => {
    const world = createWorld();
    const worker = createWorker(world, 'A', {
      meddle: async (step, when) => {
        if (step === 'commit' && when === 'after') await world.state.gateway.requestCancel(ref);
      },
    });

    await worker.run(await world.submit());

    expect(await world.replyTo()).toMatchObject({ status: 'completed' });
  });
});

describe('a deadline', () => {
  it('that has passed is answered without asking a model', async () => {
    const world = createWorld();
    const record = await world.submit();
    await world.clock.advance(30_001);
    const worker = createWorker(world, 'A');

    await worker.run(record);

    expect(await world.replyTo()).toMatchObject({ status: 'failed', error: { kind: 'deadline_exceeded' } });
    expect(worker.model.requests).toEqual([]);
  });

  it('of the turn comes before the default one', async () => {
    const world = createWorld();
    const record = await world.submit(complaint, { deadlineAt: world.clock.now() + 2_000 });
    const worker = createWorker(world, 'A', { model: [{ hangs: true }] });

    await whilePassing(world.clock, worker.run(record), 100);

    expect((await world.replyTo()).timings.totalMs).toBe(2_000);
  });

  // Once its worker was taken for stuck.
  it('lets a turn that may wait for a day be worked on no longer than others', async () => {
    const world = createWorld();
    const record = await world.submit(complaint, { deadlineAt: world.clock.now() + 86_400_000 });
    await world.clock.advance(3_600_000);
    const worker = createWorker(world, 'A', { model: [{ hangs: true }] });

    await whilePassing(world.clock, worker.run(record), 1_000);

    const { timings, error } = await world.replyTo();
    expect(error?.kind).toBe('deadline_exceeded');
    expect(timings).toMatchObject({ queuedMs: 3_600_000, totalMs: 3_630_000 });
  });
});

describe('the turns of a conversation', () => {
  it('are the context of the next one, and each ends a version', async () => {
    const world = createWorld();
    const worker = createWorker(world, 'A', { model: [{ text: 'There are 3.' }, { text: 'In Beijing 5.' }] });
    const replies: Reply[] = [];
    for (const [turnId, text] of [
      ['t-1', 'In Shanghai?'],
      ['t-2', 'And in Beijing?'],
    ] as const) {
      await worker.run(await world.submit({ turnId, text }));
      replies.push(await world.replyTo(turnId));
    }

    expect(replies.map(({ version }) => version)).toEqual([1, 2]);
    expect(worker.model.requests[1]?.messages.slice(1)).toEqual([
      { role: 'user', text: 'In Shanghai?' },
      { role: 'assistant', text: 'There are 3.', toolCalls: [] },
      { role: 'user', text: 'And in Beijing?' },
    ]);
  });
});
