import { beforeEach, describe, expect, it } from '@jest/globals';
import { encodeUsage, homePartition, topics } from '@turnfleet/contract/events';
import type { CallLine } from '@turnfleet/contract/schemas';
import { replyTo } from '@turnfleet/conversation/testing';
import { silentLogger } from '@turnfleet/core';
import { ManualClock } from '@turnfleet/core/testing';
import { chatTopics, createEmbeddedLog, type EmbeddedLog } from '@turnfleet/embedded';
import { builtInCatalogue } from '@turnfleet/model';
import { Command } from 'commander';
import { addCostCommand } from './cost.ts';
import { costJson, costText } from './cost-text.ts';
import { modelNamed, readCosts } from './read-costs.ts';
import type { Grouping } from './sum-costs.ts';

const partitions = 4;
let clock: ManualClock;
let log: EmbeddedLog;

beforeEach(() => {
  clock = new ManualClock(Date.UTC(2026, 0, 31, 12));
  log = createEmbeddedLog(clock, chatTopics(partitions));
});

const line = (more: Partial<CallLine> = {}): CallLine => ({
  ...{ id: 'a', at: '2026-01-31T12:00:00.000Z', model: 'deepseek-v3.2', endpoint: 'openai', why: 'answer' },
  ...{
    end: 'answered',
    inputTokens: 1_000,
    cachedInputTokens: 0,
    outputTokens: 100,
    cost: '0.000142',
    estimated: false,
  },
  ...more,
});

async function spent(turnId: string, calls: readonly CallLine[], payer = { tenant: 'acme', userId: 'U1' }) {
  const costUsd = calls.reduce((sum, { cost }) => sum + Number(cost), 0);
  const usage = { inputTokens: 1, outputTokens: 1, costUsd, calls: [...calls] };
  const reply = { ...replyTo('c-1', turnId, 1), model: 'deepseek-v3.2', usage };
  await log.append(encodeUsage(reply, payer, homePartition('c-1', partitions)));
}

async function told(by: Grouping, compare: string | null = null, since = 0) {
  const compareWith = compare === null ? null : modelNamed(builtInCatalogue, compare);
  const { groups, total } = await readCosts(log, { by, compareWith, since });
  return { groups, total, by, comparedWith: compareWith?.id ?? null };
}

async function json(...given: Parameters<typeof told>) {
  const { groups, total } = JSON.parse(costJson(await told(...given))) as {
    groups: Record<string, unknown>[];
    total: Record<string, unknown>;
  };
  return { groups, total };
}

describe('turnfleet cost', () => {
  it('adds up every call of every turn, exactly, the dearest group first', async () => {
    await spent('t-1', [line(), line({ id: 'b', model: 'gpt-4.1', cost: '0.0033' })]);
    await spent(
      't-2',
      Array.from({ length: 100 }, (_, i) => line({ id: `c-${i}`, cost: '0.000000000001' })),
    );

    const { groups, total } = await json('model');

    expect(groups).toMatchObject([
      { model: 'gpt-4.1', turns: 1, calls: 1, cost: '0.0033' },
      { model: 'deepseek-v3.2', turns: 2, calls: 101, cost: '0.0001420001' },
    ]);
    expect(total).toMatchObject({ turns: 2, calls: 102, cost: '0.0034420001' });
  });

  it('counts a turn once that stands in the log twice', async () => {
    for (let times = 0; times < 2; times++) await spent('t-1', [line()]);
    expect((await json('model')).total).toMatchObject({ turns: 1, calls: 1, cost: '0.000142' });
  });

  it.each([
    ['tenant', [{ tenant: 'acme' }, { tenant: 'other' }]],
    ['user', [{ user: 'acme / U1' }, { user: 'other / not known' }]],
    ['day', [{ day: '2026-01-30' }, { day: '2026-01-31' }]],
  ] as const)('tells it by %s', async (by, expected) => {
    await spent('t-1', [line({ cost: '0.5' })]);
    const usage = {
      inputTokens: 1,
      outputTokens: 1,
      costUsd: 0.1,
      calls: [line({ id: 'b', at: '2026-01-30T23:59:59.000Z', cost: '0.1' })],
    };
    const reply = { ...replyTo('c-1', 't-2', 1), usage };
    await log.append(encodeUsage(reply, { tenant: 'other' }, homePartition('c-1', partitions)));
    expect((await json(by)).groups).toMatchObject(expected);
  });

  it('says what one model alone would have cost: its answers, not what was asked in vain', async () => {
    await spent('t-1', [line(), line({ id: 'b', end: 'failed', cost: '0.0001', estimated: true })]);
    const text = costText(await told('model', 'strongest'));
    // 1,000 tokens at $3 and 100 at $15 a million.
    expect(text).toContain(
      'The same answers from claude-sonnet-4.5 alone: $0.004500. Routing saved $0.004258 (94.6 %).',
    );
    expect(text).toContain('Estimated:');
    expect(modelNamed(builtInCatalogue, 'gpt-4.1').id).toBe('gpt-4.1');
    expect(() => modelNamed(builtInCatalogue, 'gpt-9')).toThrow('has no model "gpt-9"');
  });

  it('takes turns of which the log has sums only, as it had no room for their calls or is older', async () => {
    const reply = {
      ...replyTo('c-1', 't-1', 1),
      model: 'gpt-4.1',
      usage: { inputTokens: 10, outputTokens: 5, costUsd: 6e-7 },
    };
    await log.append(encodeUsage(reply, { tenant: 'acme' }, homePartition('c-1', partitions)));
    await spent('t-2', []);
    expect((await json('model')).total).toMatchObject({ turns: 2, cost: '0.0000006' });
  });

  it('leaves out what is from before, and what is no record of usage', async () => {
    await spent('t-1', [line()]);
    await log.append({ topic: topics.usage, partition: 0, key: null, value: Buffer.from('x'), headers: {} });
    await clock.advance(1_000);
    await spent('t-2', [line({ id: 'b' })]);
    expect((await json('model', null, clock.now())).total).toMatchObject({ turns: 1 });
    expect(costText(await told('model', null, clock.now() + 1))).toBe('No model call is in chat.usage.\n');
  });

  it.each([
    [['cost'], 'KAFKA_BROKERS is not set'],
    [['cost', '--since', 'yesterday'], 'is no time'],
    [['cost', '--compare', 'best'], 'has no model "best"'],
  ])('says what is wrong with %j', async (args, message) => {
    const program = new Command().exitOverride();
    addCostCommand(program, { env: {}, clock, logger: silentLogger, terminal: { write: () => undefined } });
    await expect(program.parseAsync(args, { from: 'user' })).rejects.toMatchObject({
      message: expect.stringContaining(message),
    });
  });
});
