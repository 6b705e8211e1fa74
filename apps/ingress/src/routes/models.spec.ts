import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Explanation, Models } from '@turnfleet/contract/http';
import type { WorkerReport } from '@turnfleet/fleet-status';
import { builtInCatalogueText } from '@turnfleet/model';
import { type Ingress, startIngress } from '../testing/index.ts';

const deployment = (more: Partial<WorkerReport['deployments'][number]> = {}) => ({
  ...{ model: 'deepseek-v3.2', endpoint: 'openai', breaker: 'closed' as const, inFlight: 1 },
  ...{ successes: 9, failures: 1, firstTokenMs: 100, firstTokenP95Ms: 300 },
  ...more,
});
const report = (worker: string, more: Partial<WorkerReport> = {}): WorkerReport => ({
  ...{ worker, inFlight: 1, capacity: 10, waiting: 0, queueAgeMs: 0, timeZone: 'Asia/Shanghai' },
  ...{ deployments: [deployment()], catalogue: 'c1', problems: [], unusable: {} },
  ...more,
});

const atLimit = 'its endpoint is at its limit of 10 requests a minute';
/** The built-in catalogue, its first endpoint with these limits. */
const limited = (limits: Readonly<Record<string, number>>): string => {
  const fields = Object.entries(limits).map(([name, value]) => `    ${name}: ${value}\n`);
  return builtInCatalogueText.replace(/^ {2}openai:\n/m, (line) => line + fields.join(''));
};

let ingress: Ingress;
beforeEach(async () => {
  ingress = await startIngress();
  await ingress.fleetStatus.publishCatalogue('c1', builtInCatalogueText, 60_000);
});
afterEach(() => ingress.stop());

const tell = (...reports: WorkerReport[]) =>
  Promise.all(reports.map((one) => ingress.fleetStatus.publish(one, 60_000)));
async function ask<T>(path: string, method = 'GET', body?: unknown): Promise<{ status: number; body: T }> {
  const response = await fetch(`${ingress.url}/v1/operate/models${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  return { status: response.status, body: (await response.json()) as T };
}

describe('the models of a fleet', () => {
  it('are not made up while no worker tells of its own', async () => {
    expect(await ask('')).toMatchObject({ status: 503, body: { detail: 'No orchestrator tells of its models.' } });
  });

  it('are those of the catalogue that most workers go by, their figures summed', async () => {
    const bad = ['line 3: models.x'];
    await tell(
      report('a'),
      report('b', { deployments: [deployment({ breaker: 'open', firstTokenP95Ms: 500 })], problems: bad }),
    );
    await tell(report('c'), report('d', { catalogue: 'c2' }));
    const { body } = await ask<Models>('');
    expect(body).toMatchObject({ workers: 4, otherCatalogues: 1, problems: bad });
    expect(body.models.map(({ id }) => id)).toContain('claude-sonnet-4.5');
    expect(body.deployments.find(({ model }) => model === 'deepseek-v3.2')).toMatchObject({
      ...{ breaker: 'closed', openAt: 1, inFlight: 3, successes: 27, failures: 3, firstTokenP95Ms: 500 },
    });
  });

  it('show what the workers together used of the limits of an endpoint, and which is reached', async () => {
    await ingress.fleetStatus.publishCatalogue('c3', limited({ requestsPerMinute: 10 }), 60_000);
    const used = (requests: number, held: { why: string; waitMs: number } | null) =>
      ({ catalogue: 'c3', endpoints: [{ endpoint: 'openai', requests, tokens: 100, held }] }) as const;
    await tell(report('a', used(6, null)), report('b', used(4, { why: atLimit, waitMs: 12_000 })));
    expect((await ask<Models>('')).body.limits).toEqual([
      {
        ...{ endpoint: 'openai', requestsPerMinute: 10, tokensPerMinute: null, requests: 10, tokens: 200 },
        ...{ held: atLimit, heldForMs: 12_000 },
      },
    ]);
    const { body } = await ask<Explanation>('/explain', 'POST', { text: 'SKU-2024-888 有货吗?' });
    expect(body.candidates.map(({ lost }) => lost)).toContain(`${atLimit}, for another 12 s`);
  });

  it('can be put in front of a rule, and taken back', async () => {
    await tell(report('a'));
    expect(await ask('/choices/everyday', 'PUT', { model: 'gpt-4.1' })).toMatchObject({ status: 200 });
    expect(await ingress.fleetStatus.choices()).toEqual(new Map([['everyday', 'gpt-4.1']]));
    expect((await ask<Models>('')).body.rules.at(-1)).toMatchObject({ name: 'everyday', chosen: 'gpt-4.1' });
    await ask('/choices/everyday', 'DELETE');
    expect(await ingress.fleetStatus.choices()).toEqual(new Map());
  });

  it.each([
    ['/choices/everyday', { model: 'gpt-9' }, /model "gpt-9".*/],
    ['/choices/sundays', { model: 'gpt-4.1' }, /rule "sundays"/],
  ])('refuses what the catalogue has not: PUT %s %j', async (path, body, detail) => {
    await tell(report('a'));
    const refused = { detail: expect.stringMatching(detail), suggestion: expect.stringContaining('There are') };
    expect(await ask(path, 'PUT', body)).toMatchObject({ status: 404, body: refused });
  });
});

describe('the explanation of a choice', () => {
  it('names every candidate with its score and why it lost', async () => {
    await tell(report('a', { deployments: [deployment({ breaker: 'open' })] }));
    const { body } = await ask<Explanation>('/explain', 'POST', { text: 'SKU-2024-888 有货吗?' });
    expect(body).toMatchObject({ rule: 'everyday', strategy: 'cheapest', peak: false, chosen: null });
    expect(body.candidates).toEqual([
      expect.objectContaining({ model: 'gemini-2.5-flash', score: expect.any(Number), lost: null }),
      expect.objectContaining({ model: 'deepseek-v3.2', score: null, lost: 'its breaker is open' }),
    ]);
    expect(body.rules.find(({ name }) => name === 'complex')?.why).toMatch(/^complexity is .*below 0.6/);
  });

  it('says of whom an endpoint asked to be left alone, and of prompts that no minute has room for', async () => {
    await tell(report('a', { deployments: [deployment({ limitedForMs: 2_500 })] }));
    const { body } = await ask<Explanation>('/explain', 'POST', { text: 'Is it in stock?' });
    expect(body.candidates.at(-1)?.lost).toBe('its endpoint takes no more requests for now, for another 3 s');
    await ingress.fleetStatus.publishCatalogue('c3', limited({ tokensPerMinute: 500 }), 60_000);
    await tell(report('a', { catalogue: 'c3' }));
    const other = await ask<Explanation>('/explain', 'POST', { text: 'Is it in stock?' });
    expect(other.body.candidates.at(-1)?.lost).toBe(
      'the prompt takes about 2080 tokens, its endpoint takes 500 a minute',
    );
  });

  it('knows what operators chose, peaks, and keys that no worker has', async () => {
    await tell(report('a', { inFlight: 10, unusable: { anthropic: 'ANTHROPIC_API_KEY is not set' } }));
    await ingress.fleetStatus.choose('*', 'claude-sonnet-4.5');
    const { body } = await ask<Explanation>('/explain', 'POST', { text: 'Is it in stock?' });
    expect(body).toMatchObject({ rule: 'peak', peak: true, chosen: 'claude-sonnet-4.5' });
    expect(body.candidates.at(-1)).toMatchObject({ model: 'claude-sonnet-4.5', lost: 'ANTHROPIC_API_KEY is not set' });
  });
});
