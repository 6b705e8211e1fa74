import { setTimeout as pause } from 'node:timers/promises';

/** Asks again and again, as whoever watches a health endpoint must, until `probe` gives something. */
export async function eventually<T>(what: string, withinMs: number, probe: () => Promise<T | null>): Promise<T> {
  const patience = AbortSignal.timeout(withinMs);
  for (;;) {
    const found = await probe();
    if (found !== null) return found;
    if (patience.aborted) throw new Error(`Waited ${withinMs} ms in vain until ${what}.`);
    await pause(100);
  }
}
