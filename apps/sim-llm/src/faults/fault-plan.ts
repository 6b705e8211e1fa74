import type { Fault } from '@turnfleet/contract/simulator';
import type { Random } from '@turnfleet/core';
import { seededRandom } from '../seeded-random.ts';

interface Planned {
  readonly fault: Fault;
  readonly random: Random;
  fired: number;
}

/** Faults in force. Invariant: none has hit more requests than its `count`. */
export class FaultPlan {
  readonly #planned: readonly Planned[];

  constructor(faults: readonly Fault[]) {
    this.#planned = faults.map((fault, at) => ({ fault, random: seededRandom(fault.seed, at), fired: 0 }));
  }

  /** The first fault that hits this request. Only requests it fits use up a fault's count and its random draws. */
  take(model: string, fits: (fault: Fault) => boolean): Fault | null {
    for (const planned of this.#planned) {
      const { fault } = planned;
      if (fault.count !== null && planned.fired >= fault.count) continue;
      if ((fault.models && !fault.models.includes(model)) || !fits(fault)) continue;
      if (planned.random() >= fault.probability) continue;
      planned.fired++;
      return fault;
    }
    return null;
  }

  /** Each fault with how many requests it has hit. */
  get state(): readonly (Fault & { readonly fired: number })[] {
    return this.#planned.map(({ fault, fired }) => ({ ...fault, fired }));
  }
}
