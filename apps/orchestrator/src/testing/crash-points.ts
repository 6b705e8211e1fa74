import type { Meddle } from './meddle.ts';

/** One of a worker's steps since its first `begin`. */
export interface Point {
  readonly index: number;
  readonly step: string;
  readonly when: 'before' | 'after';
}

/** Everywhere that a worker which takes these steps may be interrupted. */
export function pointsOf(steps: readonly string[]): readonly Point[] {
  return steps.flatMap((step, index) => (['before', 'after'] as const).map((when) => ({ index, step, when })));
}

/** Calls `happen` at one point. */
export function at(point: Point, happen: () => void | Promise<void>): Meddle {
  let firstBegin = Number.POSITIVE_INFINITY;
  return (step, when, index) => {
    if (step === 'begin') firstBegin = Math.min(firstBegin, index);
    if (index - firstBegin === point.index && when === point.when) return happen();
  };
}
