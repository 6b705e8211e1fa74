import { closeSync, openSync, rmSync, statSync } from 'node:fs';
import { type Clock, TurnfleetError, wait } from '@turnfleet/core';

const pauseMs = 20;
const patienceMs = 5_000;
/** Whoever holds it writes one small file; one that old was left by a process that is gone. */
const abandonedMs = 10_000;

/** Does something while nobody else does who asks for the same lock: of two that change a file none undoes the other. */
export async function withFileLock<T>(path: string, clock: Clock, work: () => T): Promise<T> {
  const lock = `${path}.lock`;
  const until = clock.monotonic() + patienceMs;
  while (!take(lock)) {
    if (clock.monotonic() > until)
      throw new TurnfleetError('overloaded', `Somebody else is changing ${path}.`, {
        suggestion: `Try again; if nobody is, delete ${lock}.`,
      });
    await wait(clock, pauseMs, new AbortController().signal);
  }
  try {
    return work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function take(lock: string): boolean {
  try {
    closeSync(openSync(lock, 'wx'));
    return true;
  } catch (error) {
    if (!isThere(error)) throw error;
    const age = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > abandonedMs) rmSync(lock, { force: true });
    return false;
  }
}

const isThere = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'EEXIST';
