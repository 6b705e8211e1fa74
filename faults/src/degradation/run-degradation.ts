import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Semaphore } from '@turnfleet/core';
import { startInProcess } from '@turnfleet/fleet/in-process';
import { breakableServers } from '@turnfleet/services/for-faults';
import { type Ailment, locales, type Protocol, pairs, protocols, questionNames, questions } from './cases.ts';
import { catalogueText } from './catalogue-text.ts';
import { type Read, readOutcome } from './outcome.ts';
import { redisAway, scenarios } from './scenarios.ts';

/** What was read by question and locale: `plain zh-CN`. */
export type Reads = Readonly<Record<string, Read>>;

export interface Degradation {
  /** By protocol of the first vendor, its ailment, and the second's: `openai/server_error/none`. */
  readonly pairs: ReadonlyMap<string, Reads>;
  /** By name. */
  readonly scenarios: ReadonlyMap<string, Reads>;
}

/** Fleets at once: most of them wait for something that hangs. */
const atOnce = 4;

/**
 * A fleet for every pair and scenario, within this process and over real sockets to one simulator: what one did to breakers and
 * budgets is not another's.
 */
export async function runDegradation(say: (line: string) => void, signal: AbortSignal): Promise<Degradation> {
  await using closing = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'turnfleet-degradation-'));
  closing.defer(() => rm(folder, { recursive: true, force: true }));
  const simulator = await startInProcess({}, ['sim-llm']);
  closing.defer(() => simulator.stop());
  const address = simulator.addresses['sim-llm.http'] ?? '';
  const places = new Semaphore(atOnce);
  let fleets = 0;
  const withFleet: WithFleet = (catalogue, env, work) =>
    places.run(async () => {
      const file = join(folder, `models-${fleets++}.json`);
      await writeFile(file, catalogue);
      const fleet = await startInProcess({ ...env, MODELS_FILE: file });
      return work(fleet.addresses['ingress.http'] ?? '').finally(() => fleet.stop());
    }, signal);

  const ofPairs = protocols.flatMap((protocol) =>
    pairs.map(async ({ first, second }) => {
      const catalogue = catalogueText(address, protocol, { ailment: first }, { ailment: second });
      const reads = await withFleet(catalogue, {}, (url) => readsOf(url));
      say(`${protocol} first, which has ${first}; behind it ${second}`);
      return [pairKey(protocol, first, second), reads] as const;
    }),
  );
  const ofScenarios = scenarios.map(async ({ name, vendors, env = {} }) => {
    const catalogue = catalogueText(address, 'openai', vendors.first, vendors.second);
    return [name, await withFleet(catalogue, env, (url) => readsOf(url))] as const;
  });
  const found = new Map(await Promise.all(ofPairs));
  const others = new Map(await Promise.all(ofScenarios));
  const well = catalogueText(address, 'openai', { ailment: 'none' }, { ailment: 'none' });
  others.set(redisAway, await withoutRedis(say, signal, (env, work) => withFleet(well, env, work)));
  return { pairs: found, scenarios: others };
}

type WithFleet = (catalogue: string, env: object, work: (url: string) => Promise<Reads>) => Promise<Reads>;

/** Redis goes while the fleet runs, and comes back before it is stopped. */
async function withoutRedis(
  say: (line: string) => void,
  signal: AbortSignal,
  withFleet: (env: object, work: (url: string) => Promise<Reads>) => Promise<Reads>,
): Promise<Reads> {
  const servers = breakableServers(say, signal);
  try {
    const redis = await servers.newRedis('degradation');
    await redis.start();
    return await withFleet({ REDIS_URL: redis.url }, async (url) => {
      await readsOf(url);
      await redis.kill();
      const reads = await readsOf(url, 'c-away');
      await redis.start();
      return reads;
    });
  } finally {
    await servers.stop();
  }
}

export const pairKey = (protocol: Protocol, first: Ailment, second: Ailment): string =>
  `${protocol}/${first}/${second}`;

/** Every question in every language, each in a conversation of its own. */
async function readsOf(url: string, prefix = 'c'): Promise<Reads> {
  const asked = questionNames.flatMap((question) => locales.map((locale) => ({ question, locale })));
  const reads = asked.map(async ({ question, locale }) => {
    const conversation = `${prefix}-${question}-${locale}`;
    const read = await readOutcome({ question, url, conversation, text: questions[question][locale] });
    return [`${question} ${locale}`, read] as const;
  });
  return Object.fromEntries(await Promise.all(reads));
}
