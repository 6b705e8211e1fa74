import { type Clock, wait } from '@turnfleet/core';
import type { Instance, InstanceStore } from '@turnfleet/instances';

type List = readonly Instance[];
type ReadList = () => Promise<List>;

/** Another registry may have written, so the store is looked at; this often at most, however many watch. */
const lookEveryMs = 1_000;
/** A list that did not change is told this often, for its loads and as a sign of life. */
const signEveryMs = 5_000;

/** Reads the store for all who ask within one look. */
export function listReader(store: Pick<InstanceStore, 'list'>, clock: Clock): ReadList {
  let last: { readonly at: number; readonly list: Promise<List> } | null = null;
  return () => {
    const now = clock.monotonic();
    // Who looks every second comes a little early now and then.
    if (last === null || now - last.at >= 0.9 * lookEveryMs) last = { at: now, list: store.list() };
    return last.list;
  };
}

/** The list, at once and whenever it is to be told again, until the signal aborts; fails with what the store fails with. */
export async function* followList(read: ReadList, clock: Clock, signal: AbortSignal): AsyncGenerator<List> {
  let told: { readonly gist: string; readonly at: number } | null = null;
  while (!signal.aborted) {
    const list = await read();
    const now = clock.monotonic();
    const gist = gistOf(list);
    if (told === null || gist !== told.gist || now - told.at >= signEveryMs) {
      told = { gist, at: now };
      yield list;
    }
    await wait(clock, lookEveryMs, signal).catch(() => undefined); // the loop looks at the signal itself
  }
}

/** Loads change all the time; they are no news. */
const gistOf = (list: List): string => JSON.stringify(list.map((one) => ({ ...one, load: 0 })));
