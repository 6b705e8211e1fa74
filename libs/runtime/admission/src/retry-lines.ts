import type { Random } from '@turnfleet/core';
import { LRUCache } from 'lru-cache';

const soonestMs = 1_000;
const latestMs = 60_000;
/** Of what ends, so much is for those who come back; others come too. */
const forThose = 0.75;
/** Where nobody knows how fast turns go. */
const unknownMs = 5_000;

interface Line {
  /** Turns that were told to come back and have not been due yet. */
  length: number;
  at: number;
}

/**
 * When those who are refused had better come back: each tenant's in a line, as if they went on waiting for their turn
 * outside. All told the same time would come at once and be refused again. Time is monotonic milliseconds, given.
 */
export class RetryLines {
  readonly #lines = new LRUCache<string, Line>({ max: 1_000 });

  /** Milliseconds. `perSecond`: turns that the fleet ends, null if unknown; `before`: those that have to end first. */
  refuse(tenant: string, perSecond: number | null, before: number, now: number, random: Random): number {
    const line = this.#lines.get(tenant) ?? { length: 0, at: now };
    this.#lines.set(tenant, line);
    // As many lines as move share what ends.
    const own = perSecond === null ? null : (forThose * perSecond) / Math.max(1, this.#moving(now));
    line.length = Math.max(0, line.length - ((own ?? 0) * (now - line.at)) / 1_000) + 1;
    line.at = now;
    const ms = own === null || own === 0 ? unknownMs : (1_000 * (before + line.length)) / own;
    return Math.round(Math.min(latestMs, Math.max(soonestMs, ms)) * (0.9 + 0.2 * random()));
  }

  #moving(now: number): number {
    let count = 0;
    for (const { at } of this.#lines.values()) if (now - at < 2_000 && ++count === 20) break;
    return count;
  }
}
