import { describe, expect, it } from '@jest/globals';
import type { Turn } from '@turnfleet/contract/schemas';
import { TurnfleetError } from '@turnfleet/core';
import { type Budget, type BudgetStore, builtInCatalogue, type Catalogue, parseUsd } from '@turnfleet/model';
import { createWorker, createWorld, diesBefore, type World, whilePassing } from '@turnfleet/pipeline-testing';

const usd = (text: string): bigint => parseUsd(text) ?? 0n;
const day = '2026-01-01';
const budget = (more: Partial<Budget> = {}): Budget => ({
  ...{ tenant: null, perUser: false, softPerDay: usd('0.5'), hardPerDay: usd('1') },
  ...more,
});
/** Rules without one about budgets; a turn is complex enough for the strongest. */
const withBudgets = (...budgets: Budget[]): Catalogue => ({
  ...builtInCatalogue,
  rules: builtInCatalogue.rules.filter(({ when }) => when.budget === undefined),
  budgets,
});
const complex: Partial<Turn> = {
  text: 'Please compare SKU-2024-888 and SKU-2024-001: which one do you recommend, and why? When would both arrive in Shanghai?',
  user: { id: 'U1' },
};

/** Before the run somebody has spent so much of a purse. */
async function spend({ budgets }: World, purse: string, amount: string): Promise<void> {
  await budgets.settle({ tenant: 'default', day }, [{ call: 'before', cost: usd(amount), late: [purse] }]);
}

async function stateOf({ budgets }: World, name = 'tenant') {
  const { purses } = await budgets.reserve({ tenant: 'default', day }, 'look', 0n, [{ name, hard: usd('9') }]);
  return purses[0];
}

async function answered(world: World, catalogue: Catalogue, turn: Partial<Turn>, budgets?: BudgetStore) {
  const model = [{ text: 'Yes.' }, { text: 'Yes.' }];
  const worker = createWorker(world, 'A', { model, catalogue, ...(budgets && { budgets }) });
  await whilePassing(world.clock, worker.run(await world.submit(turn)));
  await world.clock.advance(0);
  return { worker, reply: await world.replyTo(turn.turnId) };
}

describe('a budget', () => {
  it('is charged what a turn cost, and nothing stays reserved', async () => {
    const world = createWorld();
    const { reply } = await answered(world, withBudgets(budget(), budget({ perUser: true })), complex);
    expect(reply.model).toBe('gpt-4.1');
    const spent = usd('0.000065');
    expect(reply.usage.costUsd).toBe(0.000065);
    expect(await stateOf(world)).toEqual({ spent, reserved: 0n });
    expect(await stateOf(world, 'user/U1')).toEqual({ spent, reserved: 0n });
  });

  it('past its soft limit has the cheapest model answer', async () => {
    const world = createWorld();
    await spend(world, 'tenant', '0.5');
    const catalogue = withBudgets(budget());
    // The first turn of a worker does not know yet how much is spent; it learns that as it reserves.
    await answered(world, catalogue, { ...complex, turnId: 't-1' });
    const worker = createWorker(world, 'B', { model: [{ text: 'Yes.' }, { text: 'Yes.' }], catalogue });
    await worker.run(await world.submit({ ...complex, turnId: 't-2' }));
    await worker.run(await world.submit({ ...complex, turnId: 't-3' }));
    expect((await world.replyTo('t-3')).model).toBe('deepseek-v3.2');
  });

  it('without room for the worst case of the model that should answer has the cheapest answer instead', async () => {
    const world = createWorld();
    await spend(world, 'user/U1', '0.9');
    const { worker, reply } = await answered(world, withBudgets(budget({ perUser: true })), complex);
    expect(worker.model.requests.map(({ model }) => model)).toEqual(['deepseek-v3.2']);
    expect(reply).toMatchObject({ status: 'completed', usage: { calls: [{ why: 'fallback' }] } });
  });

  it.each([
    ['tenant', 'en', 'the assistant has used up what it may spend today'],
    ['tenant', 'zh-CN', '智能客服今天的服务额度已经用完'],
    ['user/U1', 'en', 'you have used up your questions'],
    ['user/U1', 'zh-CN', '您今天的智能客服额度已经用完'],
  ])('at its hard limit (%s) declines politely in %s, and no model is asked', async (purse, locale, words) => {
    const world = createWorld();
    await spend(world, purse, '0.9999');
    const catalogue = withBudgets(budget(), budget({ perUser: true }));
    const { worker, reply } = await answered(world, catalogue, { ...complex, locale });
    expect(worker.model.requests).toEqual([]);
    expect(reply).toMatchObject({ status: 'failed', model: '', error: { kind: 'rate_limited' } });
    expect(reply.text).toContain(words);
    expect(reply.error?.suggestion).toContain('hardUsdPerDay');
    expect(await stateOf(world)).toMatchObject({ reserved: 0n });
  });

  it('is not stuck with what a worker had reserved that died', async () => {
    const world = createWorld();
    const catalogue = withBudgets(budget());
    const record = await world.submit(complex);
    const dying = createWorker(world, 'A', { model: [{ text: 'Yes.' }], catalogue, meddle: diesBefore('commit') });
    await expect(dying.run(record)).rejects.toThrow('killed');
    await createWorker(world, 'B', { catalogue }).run(record);
    await world.clock.advance(0);

    const state = await stateOf(world);
    const { usage } = await world.replyTo();
    expect(state?.reserved).toBe(0n);
    const lines = usage.calls?.map(({ end }) => end);
    // The dying worker's own settlement came first: the store keeps what was said first.
    expect(lines).toEqual(['unknown', 'answered']);
    expect((state?.spent ?? 0n) > 0n).toBe(true);
  });

  it('that cannot be counted for a while is spent all the same, and counted later', async () => {
    const world = createWorld();
    let away = true;
    const store: BudgetStore = {
      reserve: async (...args) => {
        if (away) throw new TurnfleetError('overloaded', 'Away.');
        return world.budgets.reserve(...args);
      },
      settle: async (...args) => {
        if (away) throw new TurnfleetError('overloaded', 'Away.');
        return world.budgets.settle(...args);
      },
    };
    const { reply } = await answered(world, withBudgets(budget()), complex, store);
    expect(reply.status).toBe('completed');
    expect(await stateOf(world)).toEqual({ spent: 0n, reserved: 0n });
    away = false;
    await world.clock.advance(1_000);
    expect(await stateOf(world)).toEqual({ spent: usd('0.000065'), reserved: 0n });
  });
});
