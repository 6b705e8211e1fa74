import { describe, expect, it } from '@jest/globals';
import type { Explanation, Models } from '@turnfleet/contract/http';
import { eventually } from '@turnfleet/testing/eventually';
import { ask } from './client.ts';
import { suiteFleet } from './suite-fleet.ts';

const everyday = 'SKU-2024-888 上海有货吗?';
const complex = '请比较 SKU-2024-888 和 SKU-2024-101 的配置和价格,为什么差这么多?如果预算 5000,推荐哪个?';

describe('the models of a running fleet', () => {
  const fleet = suiteFleet();
  let conversations = 0;
  const modelFor = async (text: string): Promise<string> => {
    const { status, model } = await ask(fleet.url, `c-models-${++conversations}`, text);
    expect(status).toBe('completed');
    return model;
  };
  const models = async <T = Models>(...args: readonly string[]): Promise<T> => {
    const { code, output } = await fleet.cli('models', ...args, '--json');
    expect(code).toBe(0);
    return JSON.parse(output) as T;
  };

  it('are chosen by what a turn asks, as explained before', async () => {
    expect([await modelFor(everyday), await modelFor(complex)]).toEqual(['deepseek-v3.2', 'gpt-4.1']);
    const { rule, candidates } = await models<Explanation>('explain', complex);
    expect([rule, candidates[0]?.model]).toEqual(['complex', 'gpt-4.1']);
    const { output } = await fleet.cli('models', 'explain', everyday);
    expect(output).toMatch(/gemini-2\.5-flash .*deepseek-v3\.2 comes before it by "cheapest"/);
  }, 30_000);

  it('are switched by an operator within seconds, and back', async () => {
    await fleet.cli('models', 'use', 'claude-sonnet-4.5', '--for', 'everyday');
    await eventually('the chosen model answers', 10_000, async () =>
      (await modelFor(everyday)) === 'claude-sonnet-4.5' ? true : null,
    );
    expect(await modelFor(complex)).toBe('gpt-4.1');
    await fleet.cli('models', 'use', '--clear', '--for', 'everyday');
    await eventually('the rule decides again', 10_000, async () =>
      (await modelFor(everyday)) === 'deepseek-v3.2' ? true : null,
    );
  }, 60_000);

  it('stand in for one that fails, whose breaker opens, and closes when it is well again', async () => {
    const breaker = async (): Promise<string | undefined> =>
      (await models('stats')).deployments.find(({ model }) => model === 'deepseek-v3.2')?.breaker;
    await fleet.behave([{ kind: 'server_error', models: ['deepseek-v3.2'] }]);
    for (let turn = 0; turn < 15; turn++) expect(await modelFor(everyday)).toBe('gemini-2.5-flash');
    await eventually('the breaker is open', 10_000, async () => ((await breaker()) === 'closed' ? null : true));
    await fleet.behave([]);
    await eventually('the model answers again', 40_000, async () =>
      (await modelFor(everyday)) === 'deepseek-v3.2' ? true : null,
    );
    await eventually('the breaker is closed', 10_000, async () => ((await breaker()) === 'closed' ? true : null));
  }, 120_000);

  it('refuse a name that the catalogue has not, and say which there are', async () => {
    const { code, output } = await fleet.cli('models', 'use', 'gpt-9');
    expect(code).not.toBe(0);
    expect(output).toMatch(/no model "gpt-9"[^]*deepseek-v3\.2/);
  }, 30_000);
});
