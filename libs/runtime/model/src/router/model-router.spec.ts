import { describe, expect, it } from '@jest/globals';
import { TurnfleetError } from '@turnfleet/core';
import { ManualClock } from '@turnfleet/core/testing';
import { builtInCatalogue } from '../catalogue/built-in-catalogue.ts';
import type { Catalogue, CatalogueEndpoint } from '../catalogue/catalogue.ts';
import { ownQuota } from '../limits/quota-gate.ts';
import type { Hearsay } from '../routing/caution.ts';
import { createDeployments } from './deployments.ts';
import { createModelRouter, type RoutedTurn, type RouterDeps } from './model-router.ts';

const plain: RoutedTurn = {
  complexity: 0.1,
  level: null,
  tenant: 'default',
  locale: 'zh-CN',
  channel: null,
  minuteOfDay: 600,
  budget: 'free',
  lastModel: null,
  budgetLeft: null,
};
const needs = { tools: true, forcedTools: false, vision: false, contextTokens: 10_000 };
const size = { inputTokens: 2_000, usualOutputTokens: 80 };

function routing(more: Partial<RouterDeps> = {}) {
  const clock = new ManualClock();
  const turned: string[] = [];
  let heard: { model: string; says: Hearsay } | null = null;
  const deployments = createDeployments({
    clock,
    heard: ({ model }) => (heard?.model === model ? heard.says : null),
    opened: ({ model }, error) => void turned.push(`${model} opened: ${error?.message ?? 'slow'}`),
    closed: ({ model }) => void turned.push(`${model} closed`),
  });
  let catalogue: Catalogue = builtInCatalogue;
  const router = createModelRouter({
    random: () => 0.5,
    catalogue: () => catalogue,
    deployments,
    quota: ownQuota(clock),
    load: () => ({ inFlightRatio: 0, queueAgeMs: 0 }),
    chosen: () => new Map(),
    unusable: () => null,
    ...more,
  });
  const fail = (model: string, times = 10): void => {
    for (let i = 0; i < times; i++)
      deployments
        .begin({ model, endpoint: 'openai' })
        ?.end({ kind: 'ended', ok: false, slow: false, firstTokenMs: null, outputTokens: 0, totalMs: 5 });
  };
  const first = (turn: Partial<RoutedTurn> = {}): string | undefined =>
    router.begin().decide({ ...plain, ...turn }, needs, size).ranked[0]?.candidate.model;
  return {
    turned,
    clock,
    deployments,
    router,
    fail,
    first,
    use: (next: Catalogue) => (catalogue = next),
    hear: (model: string, says: Hearsay) => (heard = { model, says }),
  };
}

describe('the model router', () => {
  it('sends everyday turns, complex ones, the peak and spent budgets where the catalogue says', () => {
    expect(routing().first()).toBe('deepseek-v3.2');
    expect(routing().first({ complexity: 0.7 })).toBe('gpt-4.1');
    const busy = routing({ load: () => ({ inFlightRatio: 0.9, queueAgeMs: 0 }) });
    expect([busy.first(), busy.first({ complexity: 0.7 })]).toEqual(['gemini-2.5-flash', 'gemini-2.5-flash']);
    expect(routing().first({ complexity: 0.7, budget: 'soft' })).toBe('deepseek-v3.2');
  });

  it('takes the cheapest of all past a soft limit, whatever rule, conversation or operator prefer', () => {
    const chosen = () => new Map([['*', 'claude-sonnet-4.5']]);
    const { router, use } = routing({ chosen });
    const rules = builtInCatalogue.rules.filter(({ when }) => when.budget === undefined);
    use({ ...builtInCatalogue, rules });
    const decide = (turn: Partial<RoutedTurn>) => router.begin().decide({ ...plain, ...turn }, needs, size);
    const saving = decide({ budget: 'soft', complexity: 0.7, lastModel: 'gpt-4.1' });
    expect([saving.ranked[0]?.candidate.model, saving.saving, saving.chosen]).toEqual(['deepseek-v3.2', true, null]);
    const free = decide({ complexity: 0.7 });
    expect([free.ranked[0]?.candidate.model, free.saving]).toEqual(['claude-sonnet-4.5', false]);
  });

  it('leaves a rule about budgets as it is', () => {
    const { router, use } = routing();
    const [first, ...others] = builtInCatalogue.rules;
    if (!first) throw new Error('There are no rules.');
    const own = { ...first, name: 'spent', when: { budget: 'soft' as const }, models: ['gemini-2.5-flash'] };
    use({ ...builtInCatalogue, rules: [own, ...others] });
    const decision = router.begin().decide({ ...plain, budget: 'soft' }, needs, size);
    expect([decision.rule.name, decision.ranked[0]?.candidate.model]).toEqual(['spent', 'gemini-2.5-flash']);
  });

  it('asks the group that a turn named, unless its budget is spent, and lets a group that is none decide nothing', () => {
    const { first } = routing();
    expect(first({ group: 'strongest' })).toBe('gpt-4.1');
    expect(first({ group: 'strongest', budget: 'soft' })).toBe('deepseek-v3.2');
    expect(first({ group: 'no such group' })).toBe(first());
  });

  it('leaves out whose breaker is open, and says so', () => {
    const { fail, router, first } = routing();
    fail('deepseek-v3.2');
    expect(first()).toBe('gemini-2.5-flash');
    expect(
      router
        .begin()
        .decide(plain, needs, size)
        .excluded.map(({ candidate, why }) => [candidate.model, why]),
    ).toEqual([['deepseek-v3.2', 'its breaker is open']]);
  });

  it('tells once that a breaker opened, with the error that did it, and once that it closed', async () => {
    const { deployments, clock, turned } = routing();
    const ref = { model: 'deepseek-v3.2', endpoint: 'openai' };
    const error = new TurnfleetError('model_unavailable', 'It does not accept our key.');
    const call = (ok: boolean) => ({
      ...{ kind: 'ended' as const, ok, slow: false, firstTokenMs: 5 },
      outputTokens: 2,
      totalMs: 9,
    });
    for (let i = 0; i < 12; i++) deployments.begin(ref)?.end({ ...call(false), error });
    await clock.advance(2_000);
    deployments.begin(ref)?.end({ ...call(false), error });
    await clock.advance(4_000);
    deployments.begin(ref)?.end(call(true));
    expect(turned).toEqual(['deepseek-v3.2 opened: It does not accept our key.', 'deepseek-v3.2 closed']);
  });

  it('comes back to a model once its probe went well', async () => {
    const { fail, clock, deployments, first } = routing();
    fail('deepseek-v3.2');
    await clock.advance(2_000);
    deployments
      .begin({ model: 'deepseek-v3.2', endpoint: 'openai' })
      ?.end({ kind: 'ended', ok: true, slow: false, firstTokenMs: 5, outputTokens: 2, totalMs: 9 });
    expect(first()).toBe('deepseek-v3.2');
  });

  it('leaves an endpoint alone as long as it asked for', async () => {
    const { clock, deployments, first } = routing();
    const limited = { kind: 'ended', ok: false, slow: false, firstTokenMs: null, outputTokens: 0, totalMs: 5 } as const;
    deployments.begin({ model: 'deepseek-v3.2', endpoint: 'openai' })?.end({ ...limited, retryAfterMs: 3_000 });
    expect(first()).toBe('gemini-2.5-flash');
    await clock.advance(3_000);
    expect(first()).toBe('deepseek-v3.2');
  });

  it('keeps a conversation with the model that answered it', () => {
    expect(routing().first({ lastModel: 'gemini-2.5-flash' })).toBe('gemini-2.5-flash');
    expect(routing().first({ lastModel: 'claude-sonnet-4.5' })).toBe('deepseek-v3.2');
  });

  it('puts what an operator chose in front, for one rule or for all', () => {
    const chosen = (rule: string) => routing({ chosen: () => new Map([[rule, 'claude-sonnet-4.5']]) });
    expect(chosen('everyday').first()).toBe('claude-sonnet-4.5');
    expect(chosen('everyday').first({ complexity: 0.7 })).toBe('gpt-4.1');
    expect(chosen('*').first({ complexity: 0.7 })).toBe('claude-sonnet-4.5');
  });

  it('knows nobody when no endpoint can be asked', () => {
    const { router } = routing({ unusable: () => 'OPENAI_API_KEY is not set' });
    const { ranked, excluded } = router.begin().decide(plain, needs, size);
    expect(ranked).toEqual([]);
    expect(excluded[0]?.why).toBe('OPENAI_API_KEY is not set');
  });

  it('after a failure goes down the chain of that failure, and asks nobody twice', () => {
    const { router } = routing();
    const tried = [{ model: 'deepseek-v3.2', endpoint: 'openai' }];
    const models = (reason: Parameters<ReturnType<typeof router.begin>['after']>[0]) =>
      router
        .begin()
        .after(reason, tried, needs, size)
        .map(({ model }) => model);
    expect(models('unavailable')).toEqual(['gemini-2.5-flash', 'gpt-4.1', 'claude-sonnet-4.5']);
    expect(models('refused')).toEqual(['gpt-4.1', 'gemini-2.5-flash']);
    expect(router.begin().after('refused', tried, { ...needs, contextTokens: 2_000_000 }, size)).toEqual([]);
  });

  it('asks the same model at another endpoint before another model', () => {
    const { router, use } = routing();
    const model = builtInCatalogue.models.get('deepseek-v3.2');
    if (!model) throw new Error('no such model');
    const at = [...model.at, { endpoint: 'second', name: 'ds' }];
    use({ ...builtInCatalogue, models: new Map([...builtInCatalogue.models, [model.id, { ...model, at }]]) });
    const [next] = router.begin().after('unavailable', [{ model: model.id, endpoint: 'openai' }], needs, size);
    expect(next).toMatchObject({ model: 'deepseek-v3.2', endpoint: 'second' });
  });

  it.each(['empty_answer', 'ignored_tool'] as const)(
    'after %s asks the same model at another endpoint when nobody else is left: it may be the endpoint’s',
    (reason) => {
      const { router, use } = routing();
      const model = builtInCatalogue.models.get('deepseek-v3.2');
      if (!model) throw new Error('no such model');
      const at = [...model.at, { endpoint: 'second', name: 'ds' }];
      const models = new Map([...builtInCatalogue.models, [model.id, { ...model, at }]]);
      const asked = [{ model: model.id, endpoint: 'openai' }];
      const modelsAfter = (): string[] =>
        router
          .begin()
          .after(reason, asked, needs, size)
          .map((one) => `${one.model} ${one.endpoint}`);

      use({ ...builtInCatalogue, models });
      expect(modelsAfter()[0]).not.toMatch(/deepseek/);
      expect(modelsAfter().at(-1)).toBe('deepseek-v3.2 second');
      use({ ...builtInCatalogue, models, fallback: { ...builtInCatalogue.fallback, [reason]: [] } });
      expect(modelsAfter()).toEqual(['deepseek-v3.2 second']);
    },
  );

  it('counts what is under way, and each end once', () => {
    const { deployments } = routing();
    const ref = { model: 'm', endpoint: 'e' };
    const call = deployments.begin(ref);
    expect(deployments.read(ref).inFlight).toBe(1);
    call?.end({ kind: 'withdrawn' });
    call?.end({ kind: 'withdrawn' });
    expect(deployments.read(ref)).toMatchObject({ inFlight: 0, measured: { successes: 0, failures: 0 } });
  });
});

describe('a model whose breakers are open at other workers', () => {
  const deepSeek = { model: 'deepseek-v3.2', endpoint: 'openai' };
  const ended = { kind: 'ended', slow: false, firstTokenMs: 5, outputTokens: 2, totalMs: 9 } as const;

  it('comes behind all others, also in a conversation that it answered, and in the chains', () => {
    const { first, hear, router } = routing();
    hear('deepseek-v3.2', 'open');
    expect([first(), first({ lastModel: 'deepseek-v3.2' })]).toEqual(['gemini-2.5-flash', 'gemini-2.5-flash']);
    const after = router.begin().after('unavailable', [{ model: 'gemini-2.5-flash', endpoint: 'openai' }], needs, size);
    expect(after.map(({ model }) => model)).toEqual(['gpt-4.1', 'claude-sonnet-4.5', 'deepseek-v3.2']);
  });

  it('is still asked where there is nobody else', () => {
    const { hear, deployments, first, fail } = routing();
    hear('deepseek-v3.2', 'open');
    fail('gemini-2.5-flash');
    expect(first()).toBe('deepseek-v3.2');
    expect(deployments.begin(deepSeek)).not.toBeNull();
  });

  it('opens ours with the first call that fails', () => {
    const { hear, deployments } = routing();
    hear('deepseek-v3.2', 'half_open');
    deployments.begin(deepSeek)?.end({ ...ended, ok: false });
    expect(deployments.read(deepSeek).breaker).toBe('open');
  });

  it('is believed again as soon as a call of ours went well', () => {
    const { hear, deployments, first } = routing();
    hear('deepseek-v3.2', 'open');
    deployments.begin(deepSeek)?.end({ ...ended, ok: true });
    expect([first(), deployments.read(deepSeek).breaker]).toEqual(['deepseek-v3.2', 'closed']);
  });
});

/** The built-in catalogue, its OpenAI endpoint with limits. */
function limitedTo(limits: Partial<CatalogueEndpoint>): Catalogue {
  const openai = builtInCatalogue.endpoints.get('openai');
  if (!openai) throw new Error('no such endpoint');
  return {
    ...builtInCatalogue,
    endpoints: new Map([...builtInCatalogue.endpoints, ['openai', { ...openai, ...limits }]]),
  };
}

describe('an endpoint at its limit', () => {
  const deepSeek = { model: 'deepseek-v3.2', endpoint: 'openai' };

  it('is left out, with the limit and how long it takes', async () => {
    const { router, use } = routing();
    use(limitedTo({ requestsPerMinute: 1 }));
    const turn = router.begin();
    expect(await turn.call(deepSeek, 0)).toHaveProperty('end');
    expect(await turn.call(deepSeek, 0)).toEqual({
      ...{ why: expect.stringMatching(/limit of 1 requests/), waitMs: 61_000, line: 'openai' },
    });
    const { ranked, excluded } = turn.decide(plain, needs, size);
    expect(ranked).toEqual([]);
    expect(excluded.map(({ why, waitMs }) => [why, waitMs])).toEqual([
      ['its endpoint is at its limit of 1 requests a minute', 61_000],
      ['its endpoint is at its limit of 1 requests a minute', 61_000],
    ]);
  });

  it('gives what its calls did not use to the next', async () => {
    const { router, use } = routing();
    use(limitedTo({ tokensPerMinute: 3_000 }));
    const turn = router.begin();
    const call = await turn.call(deepSeek, 2_500);
    if (!call || !('end' in call)) throw new Error('held');
    const well = { kind: 'ended', ok: true, slow: false, firstTokenMs: 5, outputTokens: 2, totalMs: 9 } as const;
    call.end({ ...well, usedTokens: 400 });
    expect(await turn.call(deepSeek, 2_500)).toHaveProperty('end');
  });

  it('does not take the place of its probe', async () => {
    const { router, use, fail, clock, deployments } = routing();
    use(limitedTo({ requestsPerMinute: 1 }));
    await router.begin().call({ model: 'gpt-4.1', endpoint: 'openai' }, 0);
    fail('deepseek-v3.2');
    await clock.advance(2_000);
    expect(await router.begin().call(deepSeek, 0)).toHaveProperty('waitMs');
    expect(deployments.read(deepSeek)).toMatchObject({ breaker: 'half_open', inFlight: 0 });
  });
});

describe('how many wait for an endpoint', () => {
  it('counts each turn once, whichever of its models asked to be left alone, until it has left', () => {
    const { router } = routing();
    const [first, second] = [router.begin().place, router.begin().place];
    first.join('openai');
    second.join('deepseek-v3.2@openai');
    second.join('openai');
    expect([router.waiting('openai'), router.waiting('anthropic')]).toEqual([2, 0]);
    first.leave();
    second.leave();
    expect(router.waiting('openai')).toBe(0);
  });
});
