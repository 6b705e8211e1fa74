import { setTimeout as pause } from 'node:timers/promises';
import { defaultPartitions, homePartition } from '@turnfleet/contract/events';
import { seededRandom } from '@turnfleet/core/testing';
import { type HistoryWriter, writeHistory } from '../history/write-history.ts';
import { injectFaults } from './faults/inject-faults.ts';
import type { RealFleet } from './fleet/start-fleet.ts';
import { type Accounts, conversationOf } from './load/accounts.ts';
import { type Shopper, startShopper } from './load/shopper.ts';
import { submitTurns } from './load/submit-turns.ts';
import { conversationId } from './load/texts.ts';
import { type Wishes, wishesOf } from './load/wishes.ts';
import { type Death, watchDeaths } from './measure/deaths.ts';
import type { RealOptions } from './real-options.ts';
import { settings } from './settings.ts';
import { gatherTopics, gatherViews } from './watch/gather.ts';
import { gatherBills } from './watch/gather-bills.ts';
import { watchGroup } from './watch/group-watch.ts';
import { tailReplies } from './watch/reply-tail.ts';

interface ObserveDeps {
  readonly options: RealOptions;
  /** Begins the names of all conversations, and is the consumer group of the fleet. */
  readonly run: string;
  readonly accounts: Accounts;
  readonly fleet: RealFleet;
  /** Where the history is written. */
  readonly path: string;
  readonly say: (line: string) => void;
}

export interface Observed {
  readonly accepted: number;
  readonly answered: number;
  /** Records in `chat.replies`. */
  readonly replies: number;
  readonly faults: number;
  readonly loadMs: number;
  readonly deaths: readonly Death[];
}

/** Turns that wait for their reply at most: beyond it the upstream holds back, so that few expire while it waits. */
const mostOpen = 500;
/** The number of the first conversation of the first client; each has a million. */
const firstOfShoppers = 1_000_000;
/** Without a new reply for so long, what is open is given up. */
const patienceMs = 180_000;
const progressEveryMs = 10_000;
const crowdEveryMs = 200;
/** Owners have as long to put right what was written late. */
const quietMs = 10_000;

/** Load and faults until all turns are submitted, then calm until all are answered; everything seen goes to the history. */
export async function observe(deps: ObserveDeps): Promise<Observed> {
  const { options, run, accounts, fleet, path, say } = deps;
  const history = writeHistory(path);
  const title = `real, seed ${options.seed}`;
  await history.write({ at: Date.now(), event: 'begin', format: 1, partitions: defaultPartitions, title, ...settings });
  const replyTimes = new Map<number, number[]>();
  const tail = await tailReplies(fleet.brokers, run, (turn, partition, at) => {
    accounts.replied(turn, partition, at);
    replyTimes.set(partition, [...(replyTimes.get(partition) ?? []).slice(-1_000), at]);
  });
  const group = await watchGroup(fleet.brokers, run);
  const firstAfter = (partition: number, at: number): number | null =>
    replyTimes.get(partition)?.find((time) => time > at) ?? null;
  const keepsUp = (): boolean => accounts.openCount < mostOpen / 2;
  const waiting = (): Set<number> =>
    new Set(accounts.open().map((turn) => homePartition(conversationId(run, conversationOf(turn)), defaultPartitions)));
  const deaths = watchDeaths(group, fleet.orchestrators.length - 1, accounts, keepsUp, waiting, firstAfter, say);
  let mostAtOnce = 0;
  const crowd = setInterval(() => void (mostAtOnce = Math.max(mostAtOnce, accounts.openCount)), crowdEveryMs);
  const progress = setInterval(() => say(`${accounts.answered} answered, ${accounts.openCount} open`), progressEveryMs);
  try {
    const began = Date.now();
    const wishes = await wishesOf(fleet.databaseUrl, seededRandom(options.seed * 1_000 + 2));
    const faults = await loadUnderFaults(deps, history, wishes, deaths.observe);
    while (accounts.openCount > 0 && accounts.sinceReplyMs < patienceMs)
      await pause(200, undefined, { signal: options.signal });
    const loadMs = Date.now() - began;
    // Faults follow each other too closely for a calm between them; and a fleet that cannot keep up is late without a fault.
    if (options.kinds.length === 0 && mostAtOnce < 2 * options.rate)
      await history.write({ at: Date.now(), event: 'calm', forMs: loadMs });
    if (accounts.openCount > 0) say(`given up: ${accounts.open().slice(0, 20).join(' ')} … have no reply`);
    else await quietTime(history, options.signal);
    say('reading the topics …');
    const found = await gatherTopics(fleet.brokers, history);
    await gatherBills(fleet.modelUrl, run, history);
    await gatherViews(fleet.ingressUrl, conversationsOf(run, accounts), history);
    await wishes.gather(history);
    await history.write({ at: Date.now(), event: 'end' });
    return { accepted: accounts.accepted, ...found, faults, loadMs, deaths: deaths.deaths };
  } finally {
    clearInterval(progress);
    clearInterval(crowd);
    await history.close();
    await group.close();
    await tail.stop();
  }
}

/** Resolves when everything is submitted, all faults have healed and all clients are content: the number of faults. */
async function loadUnderFaults(
  { options, run, accounts, fleet, say }: ObserveDeps,
  history: HistoryWriter,
  wishes: Wishes,
  died: (worker: string, how: string, kill: () => Promise<void>) => Promise<void>,
): Promise<number> {
  const { seed, turns, rate, signal, kinds } = options;
  /** One stream for each part: drawing more from one shifts no other. */
  const chance = (part: number) => seededRandom(seed * 1_000 + part);
  const [submitted, closing] = [new AbortController(), new AbortController()];
  const all = AbortSignal.any([submitted.signal, signal]);
  const shoppers = Array.from({ length: options.shoppers }, (_, i): Shopper => {
    const first = firstOfShoppers * (i + 1);
    const random = chance(10 + i);
    return startShopper({
      run,
      url: fleet.ingressUrl,
      first,
      random,
      accounts,
      history,
      wishes,
      closing: closing.signal,
    });
  });
  const scene = {
    fleet,
    random: chance(0),
    say,
    sleep: (ms: number) => pause(ms, undefined, { signal }),
    died,
    dropClients: () => shoppers.forEach((shopper) => shopper.drop()),
    forgets: () => history.write({ at: Date.now(), event: 'forgot' }),
  };
  try {
    const injected = kinds.length > 0 ? injectFaults(scene, kinds, history, all) : Promise.resolve(0);
    const random = chance(1);
    const load = submitTurns({ brokers: fleet.brokers, run, turns, rate, mostOpen, random, accounts, history, signal });
    // A fault that fails ends the run at once.
    const [faults] = await Promise.all([injected, load.then(() => submitted.abort())]);
    say('all turns are submitted and all faults healed; waiting for the rest of the replies');
    closing.abort();
    await Promise.all(shoppers.map(({ done }) => done));
    return faults;
  } finally {
    submitted.abort();
    closing.abort();
  }
}

async function quietTime(history: HistoryWriter, signal: AbortSignal): Promise<void> {
  await pause(quietMs, undefined, { signal });
  await history.write({ at: Date.now(), event: 'quiet', forMs: quietMs });
}

/** Every twentieth, and all that clients followed. */
function conversationsOf(run: string, accounts: Accounts): string[] {
  const numbers = new Set([...accounts.replies()].map(([turn]) => conversationOf(turn)));
  return [...numbers].filter((n) => n >= firstOfShoppers || n % 20 === 0).map((n) => conversationId(run, n));
}
