import type { TurnRef } from '@turnfleet/conversation';
import { isTurnfleetError, wait } from '@turnfleet/core';
import { type AwaitDeps, awaitReply } from './await-reply.ts';

/** The reply as JSON, or null: not there in time, or nobody to wait for it, also as `draining` aborts. The turn is accepted in any case. */
export async function replyWithin(
  deps: AwaitDeps & { readonly draining: AbortSignal },
  turn: TurnRef,
  seconds: number,
  gone: AbortSignal,
): Promise<string | null> {
  if (seconds === 0) return null;
  const enough = new AbortController();
  const signal = AbortSignal.any([enough.signal, deps.draining, gone]);
  const timeUp = wait(deps.clock, seconds * 1000, signal).then(
    () => enough.abort(),
    () => {},
  );
  try {
    return await patiently(deps, turn, signal);
  } finally {
    enough.abort();
    await timeUp;
  }
}

const pauseMs = 500;

/** Goes on waiting where the store cannot be read for a while: the turn will be answered all the same. */
async function patiently(deps: AwaitDeps, turn: TurnRef, signal: AbortSignal): Promise<string | null> {
  while (!signal.aborted) {
    try {
      return await awaitReply(deps, turn, signal);
    } catch (error) {
      if (!isTurnfleetError(error, 'overloaded')) throw error;
      await wait(deps.clock, pauseMs, signal).catch(() => {}); // called off: the loop ends
    }
  }
  return null;
}
