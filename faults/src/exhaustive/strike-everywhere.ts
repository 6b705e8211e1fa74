import { type Judged, judge } from '../campaign/run-seed.ts';
import { runPlan } from '../sim/run-plan.ts';
import { type Point, pointsOf } from './points.ts';
import { smallPlan } from './small-plan.ts';
import { failover, type Strike, strikes } from './strikes.ts';

interface Struck extends Judged {
  readonly strike: string;
  readonly point: Point;
}

/**
 * One conversation, two turns, two workers, and one thing that goes wrong at one moment: every thing at every moment, and
 * a roll-back from every moment to every earlier one. With a `stride`, only every so many-th of all these.
 */
export async function* strikeEverywhere(stride = 1): AsyncGenerator<Struck> {
  const points = await pointsOf();
  let number = 0;
  for (const { name, strike, point } of everyStrike(points))
    if (number++ % stride === 0) yield { strike: name, point, ...judge(await runPlan(smallPlan, strike(point.index))) };
}

function* everyStrike(points: readonly Point[]): Generator<{ name: string; strike: Strike; point: Point }> {
  for (const [name, strike] of Object.entries(strikes)) for (const point of points) yield { name, strike, point };
  for (const point of points)
    for (let back = 1; back <= point.index; back++)
      for (const dies of [false, true])
        yield { name: `roll-back by ${back}${dies ? ' and crash' : ''}`, strike: failover(back, dies), point };
}

export const struckText = ({ strike, point: { index, call, when } }: Struck): string =>
  `${strike} at moment ${index} (${when} ${call})`;
