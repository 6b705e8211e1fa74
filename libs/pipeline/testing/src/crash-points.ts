import type { LogRecord } from '@turnfleet/turn-engine';
import type { Meddle } from './meddle.ts';
import { createWorker } from './worker.ts';
import { createWorld, type World } from './world.ts';

/** One of a worker's steps since its first `begin`. */
export interface Point {
  readonly index: number;
  readonly step: string;
  readonly when: 'before' | 'after';
}

/** The steps of a worker that nothing disturbs, from its first `begin` on. */
export async function undisturbedSteps(
  submit: (world: World) => Promise<LogRecord | readonly LogRecord[]>,
): Promise<readonly string[]> {
  const world = createWorld();
  const worker = createWorker(world, 'alone');
  await worker.run(await submit(world));
  return worker.seen.slice(worker.seen.indexOf('begin'));
}

/** Everywhere that a worker which takes these steps may be interrupted. */
export function pointsOf(steps: readonly string[]): readonly Point[] {
  return steps.flatMap((step, index) => (['before', 'after'] as const).map((when) => ({ index, step, when })));
}

/** Calls `happen` at one point. */
function at(point: Point, happen: () => void | Promise<void>): Meddle {
  let firstBegin = Number.POSITIVE_INFINITY;
  return (step, when, index) => {
    if (step === 'begin') firstBegin = Math.min(firstBegin, index);
    if (index - firstBegin === point.index && when === point.when) return happen();
  };
}

/** The worker dies there: it ends with `killed`, whatever it was doing beside. */
export function diesAt(point: Point): Meddle {
  let dead = false;
  const dies = at(point, () => void (dead = true));
  return async (step, when, index) => {
    await dies(step, when, index);
    if (dead) throw new Error('killed');
  };
}

/** The worker dies before it takes this step, each time. */
export function diesBefore(last: string): Meddle {
  return (step) => {
    if (step === last) throw new Error('killed');
  };
}

interface Freeze {
  readonly meddle: Meddle;
  /** Resolves when the worker has stopped. */
  readonly asleep: Promise<void>;
  readonly wake: () => void;
}

/** The worker stops there, until it is woken. */
export function freezesAt(point: Point): Freeze {
  const asleep = Promise.withResolvers<void>();
  const awake = Promise.withResolvers<void>();
  const sleep = (): Promise<void> => {
    asleep.resolve();
    return awake.promise;
  };
  return { meddle: at(point, sleep), asleep: asleep.promise, wake: () => awake.resolve() };
}
