import type { Random } from '@turnfleet/core';
import type { HistoryEvent } from '../../history/history-event.ts';
import type { VerdictCode } from '../verdict.ts';

/** A way of breaking one promise in a history that keeps all. */
export interface Corruption {
  /** The one verdict it has to yield. */
  readonly code: VerdictCode;
  readonly how: string;
  /** Null if the history has nothing to break so. */
  readonly corrupt: (history: readonly HistoryEvent[], random: Random) => HistoryEvent[] | null;
}
