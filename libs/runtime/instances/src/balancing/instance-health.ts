/** How a call went, as far as it tells anything of the instance. */
export type CallVerdict = 'ok' | 'failed' | 'withdrawn';

/** Weight of the newest call in the average. */
const newest = 0.2;
/** An average that is not renewed fades, so that one who was slow is tried again. */
const halfLifeMs = 10_000;
const failuresInARow = 5;
const firstEjectionMs = 5_000;
const longestEjectionMs = 60_000;
/** For so long one that comes back gets fewer calls than its neighbours, from a tenth on. */
const returnMs = 10_000;
const firstShare = 0.1;
/** Times as slow as its neighbours, and slower by so much, after so many calls: it is left alone. */
const slowTimes = 5;
const slowByMs = 100;
const fewestCalls = 10;

/**
 * What the calls of this process tell of one instance. Invariant: ejected until `#until`, then back with a growing share;
 * each ejection that follows another lasts twice as long, until it has been well for as long as the longest. Time is
 * monotonic milliseconds, given.
 */
export class InstanceHealth {
  #inFlight = 0;
  #latencyMs: number | null = null;
  #measuredAt = 0;
  #calls = 0;
  #inARow = 0;
  #ejections = 0;
  #until = Number.NEGATIVE_INFINITY;

  get inFlight(): number {
    return this.#inFlight;
  }

  begin(): void {
    this.#inFlight++;
  }

  /** Ends a call; `ms` is how long it took, or has taken without an answer. */
  end(verdict: CallVerdict, ms: number, now: number): void {
    this.#inFlight--;
    if (verdict === 'withdrawn') {
      // Nobody waited for its end, but longer than this it would have taken.
      if (ms > (this.latencyMs(now) ?? Number.POSITIVE_INFINITY)) this.#measure(ms, now);
      return;
    }
    this.#calls++;
    this.#inARow = verdict === 'ok' ? 0 : this.#inARow + 1;
    // A refused connection is fast; it shall not make an instance look good.
    if (verdict === 'ok' || ms > (this.#latencyMs ?? 0)) this.#measure(ms, now);
  }

  /** Moving average that fades with time; null where nothing was measured. */
  latencyMs(now: number): number | null {
    return this.#latencyMs === null ? null : this.#latencyMs * 0.5 ** ((now - this.#measuredAt) / halfLifeMs);
  }

  /** Whether it should be left alone, given the averages of its neighbours. */
  isOutlier(neighbours: readonly number[], now: number): boolean {
    if (this.#inARow >= failuresInARow) return true;
    const mine = this.latencyMs(now);
    if (mine === null || neighbours.length === 0 || this.#calls < fewestCalls) return false;
    const usual = [...neighbours].sort((a, b) => a - b)[Math.floor((neighbours.length - 1) / 2)] ?? mine;
    return mine > slowTimes * usual && mine - usual > slowByMs;
  }

  eject(now: number): void {
    if (now - this.#until > longestEjectionMs) this.#ejections = 0;
    this.#until = now + Math.min(firstEjectionMs * 2 ** this.#ejections, longestEjectionMs);
    this.#ejections++;
    // It is judged anew by what it does after its return.
    [this.#inARow, this.#calls, this.#latencyMs] = [0, 0, null];
  }

  /** Share of the calls it would get otherwise: 0 while it is ejected, 1 when it is one of many. */
  share(now: number): number {
    if (now < this.#until) return 0;
    return Math.min(1, firstShare + (now - this.#until) / returnMs);
  }

  #measure(ms: number, now: number): void {
    const before = this.#latencyMs === null ? ms : (this.latencyMs(now) ?? ms);
    this.#latencyMs = before + newest * (ms - before);
    this.#measuredAt = now;
  }
}
