/**
 * Retries for all calls of a process together, so that they cannot multiply the load on services that are down already:
 * a token bucket as in gRPC's retry throttling (https://github.com/grpc/proposal/blob/master/A6-client-retries.md).
 * Invariant: 0 ≤ tokens ≤ size.
 */
export class RetryBudget {
  readonly #size: number;
  readonly #earned: number;
  #tokens: number;

  /** `size` retries at once; after that, `earned` retries per call that went well. */
  constructor(size = 10, earned = 0.1) {
    this.#size = size;
    this.#earned = earned;
    this.#tokens = size;
  }

  succeeded(): void {
    this.#tokens = Math.min(this.#size, this.#tokens + this.#earned);
  }

  /** Takes a retry from the budget; false if there is none left. */
  take(): boolean {
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
