import { describe, expect, it } from '@jest/globals';
import {
  agentCommandData,
  decodeHandoffChanged,
  encodeAgentCommand,
  homePartition,
  topics,
} from '@turnfleet/contract/events';
import type { AgentCommand, Conversation, User } from '@turnfleet/contract/schemas';
import { handoffText, shopperText } from '@turnfleet/contract/words';
import { TurnfleetError } from '@turnfleet/core';
import { flowSet, type Recognise, readFlows } from '@turnfleet/flows';
import {
  createWorker,
  createWorld,
  type Meddle,
  partitions,
  streamedText,
  type WorkerOptions,
  type World,
  whilePassing,
} from '@turnfleet/pipeline-testing';
import { anonymous, askerHeader, type Principal, signAsker } from '@turnfleet/principal';
import { trustSignedCommands } from './agent-trust.ts';
import { readDeskHours } from './desk-hours.ts';

const home = homePartition('c-1', partitions);
const always = readDeskHours('always');
const deskHours = 'hours' in always ? always.hours : [];

const flows = readFlows(
  [
    {
      file: 'person.yaml',
      text: 'flow: human_agent\ntitle: { zh-CN: 转人工, en: a person }\nintents: [human_agent]\nsteps:\n  - hand_over: { zh-CN: 正在为您转接。, en: Passing you on. }\n',
    },
    {
      file: 'complaint.yaml',
      text: 'flow: complaint\ntitle: { zh-CN: 投诉, en: a complaint }\nintents: [complaint]\nsteps:\n  - say: { zh-CN: 抱歉。, en: Sorry. }\n',
    },
  ],
  null,
);
const recognise: Recognise = async (text) => [
  {
    intent: /human/.test(text) ? 'human_agent' : /complain/.test(text) ? 'complaint' : 'out_of_scope',
    confidence: 0.9,
  },
];

/** A conversation, its shopper and the agents. */
function talking(common: WorkerOptions = {}) {
  if (!flows.ok) throw new Error(flows.problems.join('\n'));
  const set = flowSet(flows.flows);
  const world = createWorld();
  const options = { dialogue: { flows: () => set, recognise }, deskHours, ...common };
  let made = 0;
  const worker = (more: WorkerOptions = {}) => createWorker(world, `w${made++}`, { ...options, ...more });
  const say = async (turnId: string, text: string, more: WorkerOptions = {}, user: User = { id: 'anna' }) => {
    const one = worker(more);
    await whilePassing(world.clock, one.run(await world.submit({ turnId, text, user })), 500);
    return { worker: one, reply: await world.replyTo(turnId) };
  };
  const put = (command: AgentCommand) => world.put(encodeAgentCommand(command, home));
  const act = async (
    command: Partial<AgentCommand> & Pick<AgentCommand, 'kind' | 'commandId'>,
    more: WorkerOptions = {},
  ) => {
    const one = worker(more);
    const whole = {
      ...{ conversationId: 'c-1', tenant: 'default', agent: 'a-1', agentName: 'Wang', handoff: 't-1' },
      ...command,
    } as AgentCommand;
    await whilePassing(world.clock, one.run(await put(whole)), 500);
    return { worker: one, reply: await world.replyTo(whole.commandId) };
  };
  return { world, worker, say, act, put };
}

const conversationIn = async (world: World): Promise<Conversation | undefined> =>
  (await world.state.gateway.view('c-1'))?.conversation;
const queueOf = async (world: World) => ({
  waiting: (await world.handoffs.waiting('default', 10)).map(({ handoff }) => handoff.state),
  claimed: (await world.handoffs.claimed('default')).map(({ handoff }) => handoff.agent),
});
const toldTo = async (world: World) =>
  (await world.allIn(topics.handoffs)).map((record) => decodeHandoffChanged(record)?.change);

describe('a shopper who asks for a person', () => {
  it('waits in the queue, is told their place once, and gets no answer from a model any more', async () => {
    const { world, say } = talking();
    const { reply, worker } = await say('t-1', 'human please');
    expect(reply).toMatchObject({
      status: 'completed',
      state: 'transfer',
      handoff: { id: 't-1', change: 'requested' },
    });
    expect(reply.text).toBe(
      [
        'Passing you on.',
        `${handoffText('nextInLine', 'en')} ${handoffText('nobodyHere', 'en')}`,
        handoffText('meanwhile', 'en'),
      ].join('\n\n'),
    );
    expect(streamedText(await world.journal('t-1'))).toBe(reply.text);
    expect(await conversationIn(world)).toMatchObject({
      state: 'transfer',
      handoff: { id: 't-1', state: 'waiting', reason: 'wish', skill: 'general', agent: null, moves: 1 },
    });
    expect((await conversationIn(world))?.handoff?.summary).toContain('Wanted: human please');
    expect(await queueOf(world)).toEqual({ waiting: ['waiting'], claimed: [] });
    expect(await toldTo(world)).toEqual(['requested']);

    const next = await say('t-2', 'Is it in stock?');
    expect(next.reply).toMatchObject({ text: handoffText('noted', 'en'), toAgent: true, model: '', state: 'transfer' });
    const asking = await say('t-3', 'How long will it take?');
    expect(asking.reply.text).toContain(handoffText('nextInLine', 'en'));
    expect([worker, next.worker, asking.worker].flatMap(({ model }) => model.requests)).toEqual([]);
  });

  it('may let it be while nobody has come', async () => {
    const { world, say } = talking();
    await say('t-1', 'human please');
    const { reply } = await say('t-2', 'never mind');
    expect(reply).toMatchObject({ text: handoffText('withdrawn', 'en'), handoff: { id: 't-1', change: 'withdrawn' } });
    expect(await conversationIn(world)).toMatchObject({ state: 'intent_recognition' });
    expect((await conversationIn(world))?.handoff).toBeUndefined();
    expect(await queueOf(world)).toEqual({ waiting: [], claimed: [] });
    expect(await toldTo(world)).toEqual(['requested', 'withdrawn']);
    const { worker } = await say('t-3', 'Is it in stock?');
    expect(worker.model.requests).toHaveLength(1);
  });

  it('is told when somebody is there again, outside the hours', async () => {
    const read = readDeskHours('Sun 10:00-18:00');
    const { say } = talking({ deskHours: 'hours' in read ? read.hours : [] });
    expect((await say('t-1', 'human please')).reply.text).toMatch(/From Sun, Jan \d+, 10 am on/);
  });

  it('is told how many wait before, and how long that takes', async () => {
    const { world, say } = talking();
    await say('t-1', 'human please');
    const first = (await world.handoffs.waiting('default', 1))[0]?.handoff;
    if (!first) throw new Error('nobody waits');
    const wang = { id: 'a-1', name: 'Wang', skills: ['general'], languages: ['en'], capacity: 3 };
    await world.handoffs.beat('default', wang, 60_000);
    const claimedAt = new Date(world.clock.now()).toISOString();
    for (const id of ['c-8', 'c-9']) {
      const claimed = { ...first, id, state: 'claimed', agent: 'a-1', agentName: 'Wang', claimedAt } as const;
      await world.handoffs.put({ tenant: 'default', conversationId: id, version: 1, handoff: claimed });
    }
    const earlier = { ...first, id: 'c-7', since: new Date(world.clock.now() - 60_000).toISOString() };
    await world.handoffs.put({ tenant: 'default', conversationId: 'c-7', version: 1, handoff: earlier });
    const { reply } = await say('t-2', 'How long?');
    expect(reply.text).toContain(
      `${handoffText('placeInLine', 'en', { ahead: 1 })} ${handoffText('estimate', 'en', { minutes: 1 })}`,
    );
    expect(reply.text).not.toContain(handoffText('nobodyHere', 'en'));
  });

  it('goes on with the model where there is no desk', async () => {
    const { world, say } = talking({ deskHours: null });
    const { reply } = await say('t-1', 'human please');
    expect(reply).toMatchObject({ text: 'Passing you on.', state: 'transfer' });
    expect((await conversationIn(world))?.handoff).toBeUndefined();
    expect((await say('t-2', 'Is it in stock?')).worker.model.requests).toHaveLength(1);
    const { reply: passed } = await say('t-3', 'Anybody?', { deskHours });
    expect(passed).toMatchObject({ handoff: { id: 't-3', change: 'requested' }, model: '' });
  });
});

describe('a rule that wants a person', () => {
  it('passes on who is angry before any model is asked', async () => {
    const { say, world } = talking();
    const { reply, worker } = await say('t-1', 'This is outrageous!');
    expect(reply.text.startsWith(handoffText('anger', 'en'))).toBe(true);
    expect(worker.model.requests).toEqual([]);
    expect((await conversationIn(world))?.handoff).toMatchObject({ reason: 'anger', priority: 1, skill: 'complaints' });
  });

  it('passes on a gold member who complains, in place of what the flow said', async () => {
    const { say, world } = talking();
    const { reply } = await say('t-1', 'I want to complain', {}, { id: 'anna', level: 'gold' });
    expect(reply.text.startsWith(handoffText('level', 'en'))).toBe(true);
    expect(streamedText(await world.journal('t-1'))).toBe(reply.text);
    expect((await conversationIn(world))?.handoff).toMatchObject({
      reason: 'level',
      level: 'gold',
      skill: 'complaints',
    });
  });

  it('tells a gold member whom it passes on the number under which the complaint was recorded', async () => {
    const filing = readFlows(
      [
        {
          file: 'complaint.yaml',
          text: 'flow: complaint\ntitle: { zh-CN: 投诉, en: a complaint }\nintents: [complaint]\nsteps:\n  - effect: file_complaint\n    with: { text: "{message}" }\n    done: { zh-CN: "编号 {result.complaint_id}。", en: "Number {result.complaint_id}." }\n  - collect: person\nslots:\n  person: { type: yes_no, ask: { zh-CN: 转人工吗？, en: Shall I pass you on? } }\n',
        },
      ],
      null,
    );
    if (!filing.ok) throw new Error(filing.problems.join('\n'));
    const set = flowSet(filing.flows);
    const { say, world } = talking({
      dialogue: { flows: () => set, recognise },
      tools: { file_complaint: () => ({ complaint_id: 'CMP-2026-0001' }) },
    });
    const { reply } = await say('t-1', 'I want to complain', {}, { id: 'anna', level: 'gold' });
    const recorded = handoffText('recorded', 'en', { number: 'CMP-2026-0001' });
    expect(reply.text.startsWith(`${recorded}\n\n${handoffText('level', 'en')}`)).toBe(true);
    expect(streamedText(await world.journal('t-1'))).toBe(reply.text);
  });

  it('passes on after three turns in a row that failed', async () => {
    const { say, world } = talking({ model: [{ fails: 'invalid_request' }] as never, retries: 0 });
    expect((await say('t-1', 'Is it in stock?')).reply.handoff).toBeUndefined();
    expect((await say('t-2', 'Is it in stock?')).reply.handoff).toBeUndefined();
    const { reply } = await say('t-3', 'Is it in stock?');
    expect(reply).toMatchObject({ status: 'failed', handoff: { id: 't-3', change: 'requested' }, state: 'transfer' });
    expect(reply.text).toContain(handoffText('failures', 'en'));
    expect((await conversationIn(world))?.handoff).toMatchObject({ reason: 'failures', priority: 2 });
  });
});

describe('an agent', () => {
  it('claims, says, notes, and gives back with what was agreed, which the model then knows', async () => {
    const { world, say, act } = talking();
    await say('t-1', 'human please');
    const claim = await act({ kind: 'claim', commandId: 'agent~claim~1' });
    expect(claim.reply).toMatchObject({
      ...{ text: handoffText('claimed', 'en', { name: 'Wang' }), agent: { id: 'a-1', name: 'Wang' } },
      command: { kind: 'claim', outcome: 'done', silent: false },
    });
    expect(await queueOf(world)).toEqual({ waiting: [], claimed: ['a-1'] });
    const heard = await say('t-2', 'My lamp is broken.');
    expect(heard.reply).toMatchObject({ text: '', toAgent: true, state: 'transfer' });
    const said = await act({ kind: 'say', commandId: 'agent~say~1', text: 'We will send a new one.' });
    expect(streamedText(await world.journal('agent~say~1'))).toBe('We will send a new one.');
    expect(said.reply).toMatchObject({ agent: { name: 'Wang' }, command: { kind: 'say' } });
    expect(said.reply.handoff).toBeUndefined();
    const note = await act({ kind: 'note', commandId: 'agent~note~1', text: 'Nice person.' });
    expect(note.reply).toMatchObject({ text: '', command: { kind: 'note', silent: true, result: 'Nice person.' } });
    const back = await act({ kind: 'hand_back', commandId: 'agent~back~1', text: 'A new lamp by Friday.' });
    expect(back.reply.text).toContain('As agreed: A new lamp by Friday.');
    const after = await conversationIn(world);
    expect(after).toMatchObject({ state: 'intent_recognition', version: 6 });
    expect(after?.handoff).toBeUndefined();
    // The note is nobody's turn.
    expect(after?.turns.map(({ turnId }) => turnId)).toEqual([
      ...['t-1', 'agent~claim~1', 't-2', 'agent~say~1', 'agent~back~1'],
    ]);
    expect(await queueOf(world)).toEqual({ waiting: [], claimed: [] });
    expect(await toldTo(world)).toEqual(['requested', 'claimed', 'noted', 'handed_back']);

    const { worker } = await say('t-3', 'When does it come?');
    const prompt = JSON.stringify(worker.model.requests[0]?.messages);
    for (const known of ['(Staff, Wang:) We will send a new one.', 'As agreed: A new lamp by Friday.'])
      expect(prompt).toContain(known);
    expect(prompt).not.toContain('Nice person.');
    expect([heard, said, note, back].flatMap((one) => one.worker.model.requests)).toEqual([]);
  });

  it('claims alone: of two the first in the lane wins, and the other is refused', async () => {
    const { world, say, act } = talking();
    await say('t-1', 'human please');
    await act({ kind: 'claim', commandId: 'agent~claim~1' });
    const { reply } = await act({ kind: 'claim', commandId: 'agent~claim~2', agent: 'a-2', agentName: 'Li' });
    expect(reply).toMatchObject({ text: '', command: { outcome: 'refused', reason: 'taken', silent: true } });
    expect((await conversationIn(world))?.handoff).toMatchObject({ agent: 'a-1', moves: 2 });
    expect(await queueOf(world)).toEqual({ waiting: [], claimed: ['a-1'] });
  });

  it.each([
    ['of an earlier handoff', { handoff: 't-0' }, 'over'],
    ['of another tenant', { tenant: 'acme' }, 'not_yours'],
    ['before they have it', {}, 'not_claimed'],
  ])('is refused what is %s, and the shopper hears nothing', async (_, change, reason) => {
    const { world, say, act } = talking();
    await say('t-1', 'human please');
    const before = (await conversationIn(world))?.handoff;
    const { reply } = await act({ kind: 'say', commandId: 'agent~say~1', text: 'Hello?', ...change } as never);
    expect(reply).toMatchObject({ text: '', command: { outcome: 'refused', reason, silent: true } });
    expect(streamedText(await world.journal('agent~say~1'))).toBe('');
    expect((await conversationIn(world))?.handoff).toEqual(before);
  });

  it('passes it on, is taken from it when they vanish, and it is more urgent then', async () => {
    const { world, say, act } = talking();
    await say('t-1', 'human please');
    await act({ kind: 'claim', commandId: 'agent~claim~1' });
    await act({
      kind: 'transfer',
      commandId: 'agent~transfer~1',
      to: { skill: 'returns', agent: 'a-2' },
      text: 'Broken.',
    });
    expect((await conversationIn(world))?.handoff).toMatchObject({
      ...{ state: 'waiting', reason: 'transferred', skill: 'returns', wanted: 'a-2', agent: null, claimedAt: null },
      notes: [{ agent: 'a-1', text: 'Broken.' }],
    });
    await act({ kind: 'claim', commandId: 'agent~claim~2', agent: 'a-2', agentName: 'Li' });
    const { reply } = await act({ kind: 'return', commandId: 'agent~gone~1', agent: 'a-2', cause: 'gone' } as never);
    expect(reply.text).toBe(handoffText('returned', 'en'));
    expect((await conversationIn(world))?.handoff).toMatchObject({
      state: 'waiting',
      reason: 'agent_gone',
      priority: 1,
    });
    expect(await toldTo(world)).toEqual(['requested', 'claimed', 'transferred', 'claimed', 'returned']);
  });

  it('is asked for more urgently when nobody comes', async () => {
    const { world, say, act } = talking();
    await say('t-1', 'human please');
    const { reply } = await act({ kind: 'escalate', commandId: 'agent~sla~1', cause: 'sla' } as never);
    expect(reply).toMatchObject({ text: '', command: { kind: 'escalate', outcome: 'done', silent: true } });
    expect((await conversationIn(world))?.handoff).toMatchObject({
      priority: 2,
      reason: 'escalated',
      state: 'waiting',
    });
  });

  it('gets a draft from a model that knows the notes and may only read, and the shopper hears nothing', async () => {
    const looks = { id: 'call_1', name: 'check_inventory', arguments: '{"sku":"SKU-2024-888","city":"Shanghai"}' };
    const acts = {
      id: 'call_2',
      name: 'reserve_stock',
      arguments: '{"sku":"SKU-2024-888","city":"Shanghai","quantity":2}',
    };
    const model = [{ calls: [looks, acts] }, { text: 'We have two in Shanghai.' }];
    const { world, say, act } = talking({
      tools: { check_inventory: () => ({ sku: 'SKU-2024-888' }), reserve_stock: () => ({ reservation_id: 'R-1' }) },
    });
    await say('t-1', 'human please');
    await act({ kind: 'claim', commandId: 'agent~claim~1' });
    await say('t-2', 'Do you have two lamps?');
    await act({ kind: 'note', commandId: 'agent~note~1', text: 'Wants them in Shanghai.' });
    const before = await conversationIn(world);
    const { reply, worker } = await act({ kind: 'draft', commandId: 'agent~draft~1' }, { model });
    expect(reply).toMatchObject({
      ...{ status: 'completed', text: '', model: expect.stringMatching(/./) },
      command: { kind: 'draft', outcome: 'done', silent: true, result: 'We have two in Shanghai.' },
      usage: { calls: [{ end: 'answered' }, { end: 'answered' }] },
    });
    const [asked] = worker.model.requests;
    const prompt = JSON.stringify(asked?.messages);
    for (const known of ['Do you have two lamps?', 'Wants them in Shanghai.', 'a member of staff, Wang'])
      expect(prompt).toContain(known);
    expect(asked?.tools.map(({ name }) => name)).toContain('check_inventory');
    expect(asked?.tools.map(({ name }) => name)).not.toContain('reserve_stock');
    expect(worker.transport.calls.map(({ tool }) => tool)).toEqual(['check_inventory']);
    expect(streamedText(await world.journal('agent~draft~1'))).toBe('');
    const after = await conversationIn(world);
    expect({ ...after, version: 0 }).toEqual({ ...before, version: 0 });
    expect(after?.version).toBe((before?.version ?? 0) + 1);
  });

  it.each([
    ['is away', { fails: new TurnfleetError('model_unavailable', 'It is down.') }, 'model_unavailable'],
    ['does not come to an end', { hangs: true }, 'deadline_exceeded'],
  ] as const)('is refused a draft when the model %s, with the reason, and may ask again', async (_, answer, kind) => {
    const { world, say, act } = talking();
    await say('t-1', 'human please');
    const early = await act({ kind: 'draft', commandId: 'agent~draft~1' });
    expect(early.reply.command).toMatchObject({ outcome: 'refused', reason: 'not_claimed' });
    expect(early.worker.model.requests).toEqual([]);
    await act({ kind: 'claim', commandId: 'agent~claim~1' });
    const { reply } = await act({ kind: 'draft', commandId: 'agent~draft~2' }, { model: [answer], retries: 0 });
    expect(reply).toMatchObject({
      ...{ status: 'failed', text: '', error: { kind } },
      command: { outcome: 'refused', reason: 'no_draft', silent: true },
    });
    expect(reply.command?.result).toBeUndefined();
    expect(streamedText(await world.journal('agent~draft~2'))).toBe('');
    const again = await act({ kind: 'draft', commandId: 'agent~draft~3' }, { model: [{ text: 'Hello.' }] });
    expect(again.reply.command).toMatchObject({ outcome: 'done', result: 'Hello.' });
  });

  it('has a draft worded again by the next worker when one dies, and both calls are billed', async () => {
    const { world, say, act, worker, put } = talking({ model: [{ text: 'Hello.' }] });
    await say('t-1', 'human please');
    await act({ kind: 'claim', commandId: 'agent~claim~1' });
    const about = { conversationId: 'c-1', tenant: 'default', agent: 'a-1', agentName: 'Wang', handoff: 't-1' };
    const record = await put({ ...about, kind: 'draft', commandId: 'agent~draft~1' });
    const dies: Meddle = (one, when) => {
      if (one === 'commit' && when === 'before') throw new Error('killed');
    };
    await expect(worker({ meddle: dies }).run(record)).rejects.toThrow('killed');
    await worker().run(record);
    await worker().run(record);
    const reply = await world.replyTo('agent~draft~1');
    expect(reply.command?.result).toBe('Hello.');
    expect(reply.usage.calls).toHaveLength(2);
  });

  it('has an effect on the shopper’s behalf once, under a key, and on record', async () => {
    const { world, say, act } = talking({
      tools: { reserve_stock: (args) => ({ ...args, reservation_id: 'R-1', expire_time: '2026-01-05T10:15:00Z' }) },
    });
    await say('t-1', 'human please');
    await act({ kind: 'claim', commandId: 'agent~claim~1' });
    const wish = { tool: 'reserve_stock', arguments: { sku: 'SKU-2024-888', city: 'Shanghai', quantity: 2 } };
    const first = await act({ kind: 'call', commandId: 'agent~call~1', ...wish } as never);
    expect(first.reply).toMatchObject({
      text: '',
      toolCalls: [{ name: 'reserve_stock', outcome: 'ok' }],
      command: { kind: 'call', outcome: 'done', silent: true, agent: 'a-1', result: expect.stringContaining('R-1') },
      handoff: { change: 'called' },
    });
    const again = await act({ kind: 'call', commandId: 'agent~call~2', ...wish } as never);
    const keyOf = ({ worker }: typeof first) => worker.transport.calls.map(({ key }) => key);
    expect(keyOf(first)).toEqual([expect.any(String)]);
    expect(keyOf(again)).toEqual(keyOf(first));
    const { reply } = await act({ kind: 'call', commandId: 'agent~call~3', tool: 'launch', arguments: {} } as never);
    expect(reply).toMatchObject({ toolCalls: [], command: { outcome: 'refused', reason: 'no_tool' } });
    expect((await conversationIn(world))?.turns.map(({ turnId }) => turnId)).toContain('agent~call~1');
  });

  it('leaves a question that the shopper was asked since, when a command comes too late', async () => {
    const calls = {
      id: 'call_1',
      name: 'reserve_stock',
      arguments: '{"sku":"SKU-2024-888","city":"Shanghai","quantity":2}',
    };
    const { world, say, act } = talking({ model: [{ calls: [calls] }] });
    await say('t-1', 'Please reserve two of them for me in Shanghai');
    const before = await conversationIn(world);
    expect(before?.held?.tool).toBe('reserve_stock');
    await act({ kind: 'say', commandId: 'agent~say~1', text: 'Hello?' });
    const after = await conversationIn(world);
    expect(after).toMatchObject({ state: before?.state, held: { key: before?.held?.key } });
    const { worker } = await say('t-2', 'yes', {
      tools: { reserve_stock: (args) => ({ ...args, reservation_id: 'R-1', expire_time: '2026-01-05T10:15:00Z' }) },
    });
    expect(worker.transport.calls.map(({ tool }) => tool)).toEqual(['reserve_stock']);
  });

  it('is heard once, whoever dies where, and however often the command comes', async () => {
    const steps = ['commit', `append ${topics.conversations}`, `append ${topics.replies}`, 'put handoff', 'settle'];
    for (const step of steps) {
      const { world, say, worker, put } = talking();
      await say('t-1', 'human please');
      const record = await put({
        ...{ kind: 'claim', conversationId: 'c-1', tenant: 'default', agent: 'a-1', agentName: 'Wang', handoff: 't-1' },
        commandId: 'agent~claim~1',
      });
      const dies: Meddle = (one, when) => {
        if (one === step && when === 'after') throw new Error('killed');
      };
      await expect(worker({ meddle: dies }).run(record)).rejects.toThrow('killed');
      await worker().run(record);
      await worker().run(record);
      expect(await conversationIn(world)).toMatchObject({ version: 2, handoff: { agent: 'a-1', moves: 2 } });
      expect((await world.replyTo('agent~claim~1')).text).toBe(handoffText('claimed', 'en', { name: 'Wang' }));
      expect(await queueOf(world)).toEqual({ waiting: [], claimed: ['a-1'] });
      expect(await toldTo(world)).toContain('claimed');
    }
  });

  it('is not believed where clients sign in and no desk has signed for an agent of that tenant', async () => {
    const { world, say, worker } = talking();
    await say('t-1', 'human please');
    const keys = new Map([['k', Buffer.from('secret')]]);
    const about = { conversationId: 'c-1', tenant: 'default', agent: 'a-1', agentName: 'Wang', handoff: 't-1' };
    const claim = { kind: 'claim', ...about, commandId: 'agent~claim~1' } as const;
    const agent = { ...anonymous, reach: 'tenant', scopes: ['agent'] } as const;
    const signed = (by: Principal, commandId: string) => {
      const value = new TextEncoder().encode(agentCommandData({ ...claim, commandId }));
      return signAsker(keys, by, { conversationId: 'c-1', turnId: commandId, value });
    };
    const trustCommand = trustSignedCommands(keys);
    const wrong: readonly Readonly<Record<string, string>>[] = [
      {},
      { [askerHeader]: signed(agent, 'agent~other') },
      { [askerHeader]: signed({ ...agent, scopes: ['chat'] }, claim.commandId) },
      { [askerHeader]: signed({ ...agent, tenant: 'acme' }, claim.commandId) },
    ];
    for (const headers of wrong) {
      const record = await world.put(encodeAgentCommand(claim, home, headers));
      await worker({ trustCommand }).run(record);
    }
    expect(await world.repliesTo(claim.commandId)).toEqual([]);
    expect(await world.allIn(topics.deadLetters)).toHaveLength(wrong.length);
    const right = { [askerHeader]: signed(agent, claim.commandId) };
    await worker({ trustCommand }).run(await world.put(encodeAgentCommand(claim, home, right)));
    expect((await world.replyTo(claim.commandId)).command).toMatchObject({ outcome: 'done' });
  });
});

describe('the queue', () => {
  it('has who waits again as soon as they write, after their entry alone was lost', async () => {
    const { world, say } = talking();
    await say('t-1', 'human please');
    await world.handoffs.put({ tenant: 'default', conversationId: 'c-1', version: 1, handoff: null });
    expect(await queueOf(world)).toEqual({ waiting: [], claimed: [] });
    await say('t-2', 'Anybody there?');
    expect(await queueOf(world)).toEqual({ waiting: ['waiting'], claimed: [] });
    // Nothing has become of the handoff, so upstreams hear nothing.
    expect(await toldTo(world)).toEqual(['requested']);
  });

  it('has who waits again after the store was lost', async () => {
    const { world, say, worker } = talking();
    await say('t-1', 'human please');
    await world.flush();
    await world.handoffs.put({ tenant: 'default', conversationId: 'c-1', version: 1, handoff: null });
    expect(await queueOf(world)).toEqual({ waiting: [], claimed: [] });
    await worker().claim(home);
    expect(await queueOf(world)).toEqual({ waiting: ['waiting'], claimed: [] });
  });
});

describe('a question that was open when a person was asked for', () => {
  it('is dropped, and that is said', async () => {
    const calls = {
      id: 'call_1',
      name: 'reserve_stock',
      arguments: '{"sku":"SKU-2024-888","city":"Shanghai","quantity":2}',
    };
    const { world, say } = talking({ model: [{ calls: [calls] }] });
    await say('t-0', 'Please reserve two of them for me in Shanghai');
    const { reply } = await say('t-1', 'human please');
    expect(reply.text).toContain(shopperText('notDone', 'en'));
    expect(await conversationIn(world)).toMatchObject({ held: null, state: 'transfer', handoff: { id: 't-1' } });
  });
});
