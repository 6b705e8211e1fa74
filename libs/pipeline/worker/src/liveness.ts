import type { Check } from '@turnfleet/core';
import { type Clock, type Timer, TurnfleetError } from '@turnfleet/core';
import type { TurnEngine } from '@turnfleet/turn-engine';

const lookEveryMs = 1_000;
const patienceMs = 10_000;

/**
 * Rejects when the engine's membership ended by itself, or when it stays stuck although everything it needs is there: then
 * a new process is the only help. While a dependency is away or says "not now", lanes wait as they should. What is wrong with
 * this process alone, such as its clock, excuses nothing: others may take its partitions.
 */
export function watchLiveness(
  clock: Clock,
  engine: Pick<TurnEngine, 'health' | 'ended'>,
  checks: readonly Check[],
): { readonly failed: Promise<never>; stop(): void } {
  const { promise: failed, reject } = Promise.withResolvers<never>();
  let stuckSince: number | null = null;
  let wasOurs = false;
  let timer: Timer;
  const look = (): void => {
    const problem = engine.health();
    const found = checks.filter((check) => check.problem() !== null);
    const excused = found.some((check) => !check.isOurs);
    const ours = found.some((check) => check.isOurs);
    // What waited for us alone has not had its chance yet.
    if (problem === null || excused || (wasOurs && !ours)) stuckSince = null;
    else {
      stuckSince ??= clock.monotonic();
      if (clock.monotonic() - stuckSince >= patienceMs) reject(stuck(problem));
    }
    wasOurs = ours;
    timer = clock.setTimer(lookEveryMs, look);
  };
  timer = clock.setTimer(lookEveryMs, look);
  engine.ended.catch(reject);
  // Nobody need be waiting at the moment it fails.
  failed.catch(() => undefined);
  return { failed, stop: () => timer.cancel() };
}

const stuck = (problem: string): TurnfleetError =>
  new TurnfleetError('internal', `The turn engine is stuck: ${problem}`, {
    suggestion: 'The process ends so that a new one takes over its partitions; nothing is lost.',
  });
