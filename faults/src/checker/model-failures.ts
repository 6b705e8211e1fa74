import type { EventOf } from '../history/history-event.ts';

/** A process leaves a model alone for so long after its calls have failed, milliseconds: what it counts, and its longest pause. */
const leftAloneMs = 40_000;

/** When calls of which model failed, whoever made them: with enough of them closed nobody is left to be asked. */
export class ModelFailures {
  readonly #all: { readonly model: string; readonly at: number }[] = [];

  see({ model, at }: EventOf<'model_failed'>): void {
    this.#all.push({ model, at });
  }

  /** How many models may have been left alone by somebody at some time between these two. */
  closedBetween(from: number, to: number): number {
    const closed = this.#all.filter(({ at }) => at >= from - leftAloneMs && at <= to);
    return new Set(closed.map(({ model }) => model)).size;
  }
}
