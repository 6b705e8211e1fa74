/** Second attempts per call. */
const share = 0.05;
const most = 10;

/**
 * How many calls may be made a second time before the first has answered. Invariant: of any number of calls at most one in
 * twenty and ten, so a service that turns slow is not asked twice as much for it.
 */
export class HedgeBudget {
  #saved = 0;

  called(): void {
    this.#saved = Math.min(most, this.#saved + share);
  }

  take(): boolean {
    // A twentieth, twenty times, is a little less than one.
    if (this.#saved < 1 - 1e-9) return false;
    this.#saved = Math.max(0, this.#saved - 1);
    return true;
  }
}
