import { type Clock, defaultBreaker, isTurnfleetError } from '@turnfleet/core';
import type { CallEnd } from '@turnfleet/model';

/** Times a call and tells how it went, once, to whoever keeps breaker and measurements. */
export function watchCall(clock: Clock, call: { end(how: CallEnd): void }) {
  const startedAt = clock.monotonic();
  let firstTokenMs: number | null = null;
  const since = (): number => clock.monotonic() - startedAt;
  const end = (ok: boolean, outputTokens: number, more: { readonly retryAfterMs?: number } = {}): void => {
    const slow = (firstTokenMs ?? since()) > defaultBreaker.slowMs;
    call.end({ kind: 'ended', ok, slow, firstTokenMs, outputTokens, totalMs: since(), ...more });
  };
  return {
    began: (): void => void (firstTokenMs ??= since()),
    ended: (outputTokens: number): void => end(true, outputTokens),
    /** An endpoint that said nothing until the turn was out of time has failed; what the shopper calls off says nothing of it. */
    failed: (error: unknown, signal: AbortSignal): void => {
      const silent = signal.aborted && firstTokenMs === null && isTurnfleetError(signal.reason, 'deadline_exceeded');
      if (silent || (!signal.aborted && isTurnfleetError(error, 'model_unavailable'))) end(false, 0);
      else if (!signal.aborted && isTurnfleetError(error, 'rate_limited')) {
        const { retryAfterMs } = error.details;
        end(false, 0, retryAfterMs === undefined ? {} : { retryAfterMs });
      } else call.end({ kind: 'withdrawn' });
    },
  };
}
