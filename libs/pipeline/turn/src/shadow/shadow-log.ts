import { encodeShadow, homePartition, type Shadow } from '@turnfleet/contract/events';
import type { TurnRef } from '@turnfleet/conversation';
import { type Clock, endsWithin, type Logger } from '@turnfleet/core';
import type { TurnLog } from '@turnfleet/turn-engine';
import type { ShadowFindings } from './shadow-of-turn.ts';

export interface ShadowMetrics {
  compared(findings: ShadowFindings): void;
  /** A record of `chat.shadow` was not written. */
  refused(): void;
}

interface ShadowLogDeps {
  readonly log: Pick<TurnLog, 'append'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly partitions: number;
  readonly metrics: ShadowMetrics;
}

/** Puts a comparison on record. Never fails: it is worth a moment of the turn, and no more. */
export type TellShadow = (
  answered: { readonly turn: TurnRef; readonly tenant: string },
  model: string,
  findings: ShadowFindings,
) => Promise<void>;

const longestMs = 1_000;

export function shadowLog({ log, clock, logger, partitions, metrics }: ShadowLogDeps): TellShadow {
  let refusing = false;
  return async ({ turn: { conversationId, turnId }, tenant }, model, { steps, figures, ...findings }) => {
    metrics.compared({ steps, figures, ...findings });
    const figuresTold = figures && {
      both: [...figures.both],
      onlyAnswered: [...figures.onlyAnswered],
      onlyCandidate: [...figures.onlyCandidate],
    };
    const shadow: Shadow = {
      ...{ conversationId, turnId, tenant, model },
      ...findings,
      at: new Date(clock.now()).toISOString(),
      steps: [...steps],
      figures: figuresTold,
    };
    const record = encodeShadow(shadow, homePartition(conversationId, partitions));
    const taken = await endsWithin(clock, longestMs, log.append(record));
    if (!taken) metrics.refused();
    if (!taken && !refusing)
      logger.warn(
        {},
        'chat.shadow does not take what was compared: turns are answered, and models compared by metrics only',
      );
    refusing = !taken;
  };
}
