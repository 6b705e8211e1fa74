import { type Clock, wait } from '@turnfleet/core';
import type { Piece } from './generation.ts';

export interface Latency {
  /** From the request to the first token. */
  readonly ttftMs: number;
  /** 0: all at once. */
  readonly tokensPerSecond: number;
}

/** The pieces as they fall due, together with those due at the same time; rejects as soon as `signal` aborts. */
export async function* paced(
  pieces: readonly Piece[],
  latency: Latency,
  clock: Clock,
  signal: AbortSignal,
): AsyncGenerator<readonly Piece[]> {
  if (latency.ttftMs > 0) await wait(clock, latency.ttftMs, signal);
  if (latency.tokensPerSecond === 0) {
    yield pieces;
    return;
  }
  const start = clock.monotonic();
  const msPerToken = 1_000 / latency.tokensPerSecond;
  let tokens = 0;
  let due: Piece[] = [];
  for (const piece of pieces) {
    const ahead = start + tokens * msPerToken - clock.monotonic();
    if (ahead > 0) {
      if (due.length > 0) yield due;
      due = [];
      await wait(clock, ahead, signal);
    }
    due.push(piece);
    tokens += piece.tokens;
  }
  yield due;
}
