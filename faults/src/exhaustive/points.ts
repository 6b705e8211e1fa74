import type { Outside, Watch } from '../sim/outside.ts';
import { runPlan } from '../sim/run-plan.ts';
import { smallPlan } from './small-plan.ts';

/** A moment in the run: a worker's call as it leaves, as it has been applied, or as its answer arrives. */
export interface Point {
  /** Number of the moment, from 0. */
  readonly index: number;
  readonly call: string;
  readonly when: Parameters<Watch>[2];
}

/** Calls that go on all the time, whatever is worked on. */
const background = new Set(['check', 'heartbeat', 'fetch', 'metadata', 'join group', 'leave group']);

/** Every moment of the run in which nothing goes wrong, in order. */
export async function pointsOf(): Promise<Point[]> {
  const points: Point[] = [];
  await runPlan(smallPlan, () => (process, call, when) => {
    if (isWork(process.name, call)) points.push({ index: points.length, call, when });
  });
  return points;
}

/** Calls `strike` at the moment `index`, and `before` at each of the moments before it. */
export function watchFor(
  index: number,
  strike: (outside: Outside, process: Parameters<Watch>[0]) => void,
  before: (outside: Outside, index: number) => void = () => undefined,
): (outside: Outside) => Watch {
  return (outside) => {
    let next = 0;
    return (process, call) => {
      if (!isWork(process.name, call)) return;
      const now = next++;
      if (now < index) before(outside, now);
      else if (now === index) strike(outside, process);
    };
  };
}

/** Workers' names begin so; see `Fleet`. */
const isWork = (process: string, call: string): boolean => process.startsWith('w') && !background.has(call);
