import type { Random } from '@turnfleet/core';
import type { HistoryWriter } from '../../history/write-history.ts';
import { modelFaults } from './model-faults.ts';
import { processFaults } from './process-faults.ts';
import { between, type Fault, type FaultScene } from './scene.ts';
import { serverFaults } from './server-faults.ts';

const allFaults: Readonly<Record<string, Fault>> = { ...processFaults, ...serverFaults, ...modelFaults };

export const faultKinds: readonly string[] = Object.keys(allFaults);

/** Every kind once in a shuffled round, then the next round; `orchestrator_kill` three times, for it is what is measured. */
export function* deck(random: Random, kinds: readonly string[]): Generator<string, never> {
  for (;;) {
    const round = kinds.flatMap((kind) => (kind === 'orchestrator_kill' ? [kind, kind, kind] : [kind]));
    while (round.length > 0) yield* round.splice(Math.floor(random() * round.length), 1);
  }
}

/** In what share of cases the next fault does not wait for the one before. */
const overlapping = 0.2;
/** Of these one at a time: they would undo each other. */
const groupOf = (kind: string): string => kind.split('_')[0]?.replace(/^brokers$/, 'broker') ?? kind;

/**
 * Injects one fault after another, with pauses, until told to stop; resolves when all have healed. Which ones, with which
 * pauses and parameters, is fixed by the random numbers; when exactly they hit is not.
 */
export async function injectFaults(
  scene: FaultScene,
  kinds: readonly string[],
  history: HistoryWriter,
  stop: AbortSignal,
): Promise<number> {
  const running = new Map<string, Promise<void>>();
  const cards = deck(scene.random, kinds);
  let count = 0;
  while (!stop.aborted) {
    await scene.sleep(between(scene.random, 1_000, 6_000));
    const kind = cards.next().value;
    const alone = scene.random() >= overlapping;
    const group = groupOf(kind);
    if (alone || running.size > 1) await Promise.all(running.values());
    await running.get(group);
    if (stop.aborted) break;
    count++;
    scene.say(`fault ${count}: ${kind}`);
    await history.write({ at: Date.now(), event: 'fault', kind });
    const work = (allFaults[kind] ?? unknown(kind))(scene).finally(() => running.delete(group));
    work.catch(() => undefined); // awaited below, too
    running.set(group, work);
    if (alone) await work;
  }
  await Promise.all(running.values());
  return count;
}

function unknown(kind: string): Fault {
  throw new Error(`There is no fault ${kind}. There are: ${faultKinds.join(', ')}`);
}
