import { type Clock, defaultBreaker, isTurnfleetError } from '@turnfleet/core';
import type { DeploymentCallEnd, ModelUsage } from '@turnfleet/model';

export type CallTimer = ReturnType<typeof timeCall>;

/** Times a call and tells how it went, once, to whoever keeps breaker and measurements. */
export function timeCall(clock: Clock, call: { end(how: DeploymentCallEnd): void }) {
  const startedAt = clock.monotonic();
  let firstTokenMs: number | null = null;
  const since = (): number => clock.monotonic() - startedAt;
  type More = Partial<
    Pick<DeploymentCallEnd & { kind: 'ended' }, 'retryAfterMs' | 'usedTokens' | 'error' | 'silentMs'>
  >;
  const end = (ok: boolean, outputTokens: number, more: More): void => {
    const slow = (firstTokenMs ?? since()) > defaultBreaker.slowMs;
    call.end({ kind: 'ended', ok, slow, firstTokenMs, outputTokens, totalMs: since(), ...more });
  };
  return {
    began: (): void => void (firstTokenMs ??= since()),
    /** Of an answer that was left before its end nothing is told. */
    ended: ({ inputTokens, outputTokens }: ModelUsage): void => {
      const usedTokens = inputTokens + outputTokens;
      end(true, outputTokens, { silentMs: firstTokenMs ?? since(), ...(usedTokens > 0 && { usedTokens }) });
    },
    /** Another call was faster. Too often, and the endpoint counts as slow; how long it mostly is silent it does not tell. */
    outrun: (): void => {
      firstTokenMs ??= since();
      call.end({ kind: 'ended', ok: true, slow: true, firstTokenMs, outputTokens: 0, totalMs: since() });
    },
    withdrawn: (): void => call.end({ kind: 'withdrawn' }),
    /** An endpoint that said nothing until the turn was out of time has failed; what the shopper calls off says nothing of it. */
    failed: (error: unknown, signal: AbortSignal): void => {
      const silent = signal.aborted && firstTokenMs === null && isTurnfleetError(signal.reason, 'deadline_exceeded');
      if (silent) end(false, 0, { error: signal.reason });
      else if (!signal.aborted && isTurnfleetError(error, 'model_unavailable')) end(false, 0, { error });
      else if (!signal.aborted && isTurnfleetError(error, 'rate_limited')) {
        const { retryAfterMs } = error.details;
        end(false, 0, { error, ...(retryAfterMs !== undefined && { retryAfterMs }) });
      } else call.end({ kind: 'withdrawn' });
    },
  };
}
