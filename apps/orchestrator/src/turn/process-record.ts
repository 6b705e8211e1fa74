import { SpanKind } from '@opentelemetry/api';
import { type DecodedTurn, forwardedHeaders, homePartition, topics } from '@turnfleet/contract';
import type { Fence, TurnRef } from '@turnfleet/conversation';
import { isTurnfleetError, type NewId } from '@turnfleet/core';
import { attributes, contextOf, withSpan } from '@turnfleet/telemetry';
import { isClaimedAnew, type LogRecord, type RunContext, type Outcome as RunOutcome } from '@turnfleet/turn-engine';
import { appendWhileOwner } from './append.ts';
import type { Decode } from './decode.ts';
import { type AcceptedParts, endAccepted } from './end-accepted.ts';
import { endRejected } from './end-rejected.ts';
import { type Run, refOf } from './run.ts';

export interface ProcessParts extends AcceptedParts {
  readonly newId: NewId;
  readonly group: string;
  readonly decode: Decode;
}

export type ProcessRecord = (
  record: LogRecord,
  fence: Fence,
  context: Omit<RunContext, 'waitedMs'>,
) => Promise<RunOutcome>;

/**
 * What the turn engine runs for every record of `chat.turns`. Work that has to be given up because of this worker
 * (partition lost, drain, fenced) is no attempt; work that throws is one, so that a record on which the code breaks is
 * found out like one that ends the process.
 */
export function recordProcessor(parts: ProcessParts): ProcessRecord {
  /** Work that ended only because of this worker's epoch, or of others who may end it, goes on under the same name. */
  const interrupted = new WeakMap<LogRecord, Pick<Run, 'id' | 'numbering'>>();

  return (record, fence, { signal, alone, holds }) => {
    const decoded = parts.decode(record);
    const ref = refOf(decoded);
    return withSpan(consumerSpan(parts, record, decoded, ref), async (span) => {
      const home = ref && homePartition(ref.conversationId, parts.partitions);
      const named = interrupted.get(record) ?? { id: parts.newId(), numbering: { next: 1 } };
      interrupted.delete(record);
      const run: Run = { ...named, fence, signal, alone, holds, span };
      try {
        if (home !== null && home !== record.partition) await forward(parts, record, home, run);
        else if (decoded.kind === 'rejected') await endRejected(parts, record, decoded, run);
        else if ((await endAccepted(parts, record, decoded, run)) === 'suspect') {
          interrupted.set(record, named);
          return 'suspect';
        }
        return 'done';
      } catch (error) {
        if (signal.aborted && !isClaimedAnew(signal)) {
          if (ref && home === record.partition) await giveBack(parts, ref, run);
          return 'released';
        }
        if (!signal.aborted && !isTurnfleetError(error, 'fenced')) throw error;
        interrupted.set(record, named);
        return 'reclaim';
      }
    });
  };
}

function consumerSpan(parts: ProcessParts, record: LogRecord, decoded: DecodedTurn, ref: TurnRef | null) {
  return {
    scope: 'turnfleet/orchestrator',
    name: `process ${topics.turns}`,
    kind: SpanKind.CONSUMER,
    parent: contextOf(decoded.traceHeaders),
    attributes: {
      [attributes.messagingSystem]: 'kafka',
      [attributes.messagingOperation]: 'process',
      [attributes.messagingOperationType]: 'process',
      [attributes.messagingDestination]: record.topic,
      [attributes.messagingPartition]: String(record.partition),
      [attributes.messagingOffset]: Number(record.offset),
      [attributes.messagingGroup]: parts.group,
      ...(ref ? { [attributes.conversationId]: ref.conversationId, [attributes.turnId]: ref.turnId } : {}),
    },
  };
}

/** A record of another partition's conversation goes there as it is, with the time at which its deadline began; the turn id makes a repeat harmless. */
async function forward(parts: ProcessParts, record: LogRecord, home: number, run: Run): Promise<void> {
  const { topic, key, value } = record;
  const headers = forwardedHeaders(record);
  await appendWhileOwner(parts, run, { topic, partition: home, key, value, headers });
  parts.metrics.misrouted();
}

/** Takes the attempt back. If the store cannot be told, it counts as one, of which there are several. */
async function giveBack({ store, logger }: ProcessParts, ref: TurnRef, run: Run): Promise<void> {
  await store
    .release(ref, run.fence, run.id)
    .catch((error: unknown) =>
      logger.debug({ err: error, partition: run.fence.partition }, 'an attempt could not be taken back'),
    );
}
