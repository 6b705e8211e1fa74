import { ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api';
import { homePartition, topics } from '@turnfleet/contract/events';
import type { ConversationStore, Fence, TurnRef } from '@turnfleet/conversation';
import { type Clock, deadlineAt, isTurnfleetError, type Logger, type NewId } from '@turnfleet/core';
import { allOf, untilAvailable } from '@turnfleet/ownership';
import { attributes, contextOf, withSpan } from '@turnfleet/telemetry';
import { isClaimedAnew, type LogRecord, type RunContext, type RunOutcome } from '@turnfleet/turn-engine';
import type { Decode, Decoded } from './decode.ts';
import type { Forward } from './forward.ts';
import type { AcceptedRecord, HandleTurns } from './handle-turns.ts';
import type { EndCommand } from './handoff/command-ender.ts';
import type { RejectRecord } from './reject-record.ts';
import { type Attempt, newAttempt, type Run, refOf } from './run.ts';
import type { EndTimer } from './timers/timer-ender.ts';
import type { EndTooOld } from './too-old.ts';
import type { Trust } from './trust.ts';

interface ProcessRecordDeps {
  readonly decode: Decode;
  readonly newId: NewId;
  readonly store: Pick<ConversationStore, 'release'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly partitions: number;
  readonly group: string;
  /** What a record of each kind comes to. */
  readonly ends: RecordEnds;
}

interface RecordEnds {
  /** Of a conversation that is at home in another partition. */
  readonly forward: Forward;
  readonly endTimer: EndTimer;
  readonly endCommand: EndCommand;
  /** False if it is to be handled all the same. */
  readonly endTooOld: EndTooOld;
  readonly reject: RejectRecord;
  readonly handle: HandleTurns;
  /** Of a turn at home, whether it is to be handled. */
  readonly trust: Trust;
}

export type ProcessRecords = (
  records: readonly LogRecord[],
  fence: Fence,
  context: Omit<RunContext, 'waitedMs'>,
) => Promise<RunOutcome>;

interface InHand {
  readonly record: LogRecord;
  readonly decoded: Decoded;
  readonly ref: TurnRef | null;
  readonly attempt: Attempt;
}

/**
 * What the turn engine runs for every record of `chat.turns`, or for several that join (`joiningLaneOf`). Work that has to
 * be given up because of this worker (partition lost, drain, fenced) is no attempt; work that throws is one, so that a
 * record on which the code breaks is found out like one that ends the process.
 */
export function recordProcessor(deps: ProcessRecordDeps): ProcessRecords {
  /** Work that ended only because of this worker's epoch, or of others who may end it, goes on under the same name. */
  const interrupted = new WeakMap<LogRecord, Attempt>();
  const takeUp = (record: LogRecord): InHand => {
    const decoded = deps.decode(record);
    const attempt = interrupted.get(record) ?? newAttempt(deps.newId());
    interrupted.delete(record);
    return { record, decoded, ref: refOf(decoded), attempt };
  };

  return (records, fence, { signal, alone, holds }) => {
    const inHand = records.map(takeUp);
    const interrupt = (): void => inHand.forEach(({ record, attempt }) => interrupted.set(record, attempt));
    return withSpan(consumerSpan(deps, inHand), async (span) => {
      const run: Run = { fence, signal, alone, holds, span };
      try {
        const outcome = await end(deps, inHand, run);
        if (outcome === 'suspect') interrupt();
        return outcome;
      } catch (error) {
        if (signal.aborted && !isClaimedAnew(signal)) {
          await allOf(inHand.map((one) => giveBack(deps, one, fence)));
          return 'released';
        }
        if (!signal.aborted && !isTurnfleetError(error, 'fenced')) throw error;
        interrupt();
        return 'reclaim';
      }
    });
  };
}

/** Only accepted turns at home join others. */
async function end(deps: ProcessRecordDeps, inHand: readonly InHand[], run: Run): Promise<'done' | 'suspect'> {
  const { forward, endTimer, endCommand, endTooOld, reject, handle, trust } = deps.ends;
  const accepted: AcceptedRecord[] = [];
  for (const { record, decoded, ref, attempt } of inHand) {
    const home = homeOf(deps, ref);
    if (home !== null && home !== record.partition) await forward(record, decoded, home, run);
    else if (decoded.kind === 'timer') await endTimer(decoded, attempt, run);
    else if (await endTooOld(record, decoded, attempt, run)) continue;
    else if (decoded.kind === 'command') await endCommand(record, decoded, attempt, run);
    else if (decoded.kind === 'rejected') await reject(record, decoded, attempt, run);
    else {
      const told = await trust(record, decoded, run);
      if (told.kind === 'rejected') await reject(record, told, attempt, run);
      else accepted.push({ record, attempt, accepted: told.accepted, owner: told.owner });
    }
  }
  return accepted.length > 0 ? handle(accepted, run) : 'done';
}

const homeOf = ({ partitions }: ProcessRecordDeps, ref: TurnRef | null): number | null =>
  ref && homePartition(ref.conversationId, partitions);

/** In the trace of the last of them, which carries the answer; linked to those of the others. */
function consumerSpan(deps: ProcessRecordDeps, inHand: readonly InHand[]) {
  const last = inHand.at(-1);
  const contexts = inHand.map(({ decoded }) => contextOf(decoded.traceHeaders));
  const links = contexts.slice(0, -1).flatMap((one) => trace.getSpanContext(one) ?? []);
  return {
    scope: 'turnfleet/orchestrator',
    name: `process ${topics.turns}`,
    kind: SpanKind.CONSUMER,
    parent: contexts.at(-1) ?? ROOT_CONTEXT,
    links: links.map((context) => ({ context })),
    attributes: {
      [attributes.messagingSystem]: 'kafka',
      [attributes.messagingOperation]: 'process',
      [attributes.messagingOperationType]: 'process',
      [attributes.messagingGroup]: deps.group,
      ...(last ? placeOf(last.record) : {}),
      ...(last?.ref
        ? { [attributes.conversationId]: last.ref.conversationId, [attributes.turnId]: last.ref.turnId }
        : {}),
    },
  };
}

function placeOf({ topic, partition, offset }: LogRecord) {
  return {
    [attributes.messagingDestination]: topic,
    [attributes.messagingPartition]: String(partition),
    [attributes.messagingOffset]: Number(offset),
  };
}

/** For so long the store is asked to take an attempt back: as a rule the next owner waits for it as well. */
const givesBackForMs = 10_000;

/** Takes the attempt back. If the store cannot be told in time, it counts as one, of which there are several. */
async function giveBack(deps: ProcessRecordDeps, { record, ref, attempt }: InHand, fence: Fence): Promise<void> {
  const { store, logger, clock } = deps;
  if (ref === null || homeOf(deps, ref) !== record.partition) return;
  const spent = attempt.calls.unsaved.map((line) => JSON.stringify(line));
  using within = deadlineAt(clock, clock.now() + givesBackForMs);
  await untilAvailable(clock, within.signal, () => store.release(ref, fence, attempt.id, spent)).catch(
    (error: unknown) => logger.debug({ err: error, partition: fence.partition }, 'an attempt could not be taken back'),
  );
}
