import { counter } from '@turnfleet/telemetry';

export interface TimerMetrics {
  /** A dialogue has ended by its timer, for readers too. */
  ranOut(kind: string): void;
  /** A timer came to a conversation that has gone on. */
  outdated(): void;
  /** `chat.events` did not take what happened. */
  untold(): void;
}

export function timerMetrics(): TimerMetrics {
  const ranOut = counter('turnfleet.timers.ran_out');
  const outdated = counter('turnfleet.timers.outdated');
  const untold = counter('turnfleet.events.refused');
  return {
    ranOut: (kind) => ranOut.add(1, { kind }),
    outdated: () => outdated.add(1),
    untold: () => untold.add(1),
  };
}
