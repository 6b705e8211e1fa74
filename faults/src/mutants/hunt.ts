import { openStateAt } from '../campaign/open-state-at.ts';
import { judge, judgeSeed } from '../campaign/run-seed.ts';
import type { Verdict, VerdictCode } from '../checker/verdict.ts';
import { pointsOf } from '../exhaustive/points.ts';
import { smallPlan } from '../exhaustive/small-plan.ts';
import { failover, strikes } from '../exhaustive/strikes.ts';
import { runPlan } from '../sim/run-plan.ts';

/** What to look for, told as JSON in the first argument. */
export type HuntOrder = { readonly shows: readonly VerdictCode[] } & (
  | {
      readonly under: 'seeds';
      readonly places: readonly number[];
      readonly turns: number;
      readonly store: 'memory' | 'redis';
      /** See `makePlan`. */
      readonly only?: readonly string[];
    }
  /** `STRIKE at MOMENT` each; none: every strike at every moment. */
  | { readonly under: 'strikes'; readonly places: readonly string[] }
);

/** The last line a hunt writes. */
export interface HuntResult {
  /** The seed or the strike that shows a wanted verdict, null if none does. */
  readonly place: string | null;
  readonly runs: number;
  readonly verdict: Verdict | null;
  /** Verdicts on the way that were not wanted. */
  readonly others: readonly VerdictCode[];
}

interface Run {
  readonly place: string;
  readonly verdicts: readonly Verdict[];
}

async function* runsOf(order: HuntOrder): AsyncGenerator<Run> {
  if (order.under === 'seeds') {
    const openState = openStateAt(order.store === 'redis' ? redisUrl() : undefined);
    for (const seed of order.places)
      yield {
        place: String(seed),
        verdicts: (await judgeSeed(seed, order.turns, order.only, openState)).report.verdicts,
      };
    return;
  }
  const places = order.places.length > 0 ? order.places : await everyStrike();
  for (const place of places) yield { place, verdicts: await underStrike(place) };
}

function redisUrl(): string {
  const url = process.env.REDIS_URL;
  if (!url) throw new Error('this bug shows on a real Redis only, and REDIS_URL is not set');
  return url;
}

/** Every strike at every moment, and after them the roll-backs, from the shortest on. */
async function everyStrike(): Promise<string[]> {
  const points = await pointsOf();
  const backs = points.map(({ index }) => index + 1);
  const names = [
    ...Object.keys(strikes),
    ...backs.flatMap((back) => [`roll-back by ${back}`, `roll-back by ${back} and crash`]),
  ];
  return names.flatMap((name) => points.map(({ index }) => `${name} at ${index}`)).filter(isPossible);
}

const rollBack = /^roll-back by (\d+)( and crash)? at (\d+)$/;

/** A store goes back no further than to its beginning. */
function isPossible(place: string): boolean {
  const [, back, , moment] = rollBack.exec(place) ?? [];
  return back === undefined || Number(back) <= Number(moment);
}

async function underStrike(place: string): Promise<readonly Verdict[]> {
  const [, name = '', moment] = /^(.+) at (\d+)$/.exec(place) ?? [];
  const [, back, crash] = rollBack.exec(place) ?? [];
  const strike = back === undefined ? strikes[name] : failover(Number(back), crash !== undefined);
  if (!strike) throw new TypeError(`there is no strike called "${place}"`);
  return judge(await runPlan(smallPlan, strike(Number(moment)))).report.verdicts;
}

/** Runs until one shows a verdict that is looked for. */
async function hunt(order: HuntOrder): Promise<HuntResult> {
  const others = new Set<VerdictCode>();
  let runs = 0;
  for await (const { place, verdicts } of runsOf(order)) {
    runs++;
    const verdict = verdicts.find(({ code }) => order.shows.includes(code));
    if (verdict) return { place, runs, verdict, others: [...others] };
    for (const { code } of verdicts) others.add(code);
  }
  return { place: null, runs, verdict: null, others: [...others] };
}

// A process of its own, as it runs the sources with the bug in them. Errors are expected by the thousand.
Error.stackTraceLimit = 0;
const order = JSON.parse(process.argv[2] ?? '') as HuntOrder;
process.stdout.write(`${JSON.stringify(await hunt(order))}\n`, () => process.exit());
