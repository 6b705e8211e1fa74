import { topics } from '@turnfleet/contract/events';
import { defaultTenant, localeOf, type Reply } from '@turnfleet/contract/schemas';
import type { ConversationStore, Fence, RunningTurnOf } from '@turnfleet/conversation';
import { type Clock, type Logger, type NewId, type Repeating, repeat, TurnfleetError } from '@turnfleet/core';
import type { IdleLanes, RebuildMetrics } from '@turnfleet/ownership';
import { isInterruption } from '@turnfleet/ownership';
import { withSpan } from '@turnfleet/telemetry';
import type { LogRecord, TurnLog } from '@turnfleet/turn-engine';
import type { AnswerFresh, CommitTurns } from './commit-turns.ts';
import { failedOutcome, replyAtOnce } from './reply.ts';
import { newAttempt, type Run } from './run.ts';
import type { FreshTurn, StreamToJournal } from './stream-to-journal.ts';

interface EndOvertakenDeps {
  readonly store: Pick<ConversationStore, 'running'>;
  readonly log: Pick<TurnLog, 'read'>;
  readonly commit: CommitTurns;
  readonly stream: StreamToJournal;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly newId: NewId;
  /** Conversation and turn id of a record, null for one that is no turn. */
  readonly turnOf: (record: LogRecord) => Pick<RunningTurnOf, 'conversationId' | 'turnId'> | null;
  readonly owned: () => readonly Fence[];
  readonly counted: Pick<RebuildMetrics, 'overtaken'>;
}

interface EndOvertaken extends Repeating {
  /** See `GroupMember.overtaken`. */
  overtaken(partition: number, from: bigint, to: bigint): void;
}

const lookEveryMs = 1_000;

/**
 * Retention may delete turns before anybody works on them. Nothing can answer them then; but of those that were accepted,
 * readers are told: each gets its one reply, a failed one, in its lane and in the order of effects of every other.
 */
export function endOvertaken(deps: EndOvertakenDeps, lanes: () => IdleLanes): EndOvertaken {
  const { logger, counted, owned } = deps;
  const waiting = new Set<number>();

  async function endIn(fence: Fence): Promise<void> {
    const lost = await lostTurns(deps, fence);
    let all = true;
    for (const turn of lost) {
      const done = await lanes().inIdleLane(fence.partition, fence, turn.conversationId, (context) =>
        endLost(deps, turn, { ...context, fence }),
      );
      all &&= done;
    }
    if (!all) return;
    waiting.delete(fence.partition);
    logger.warn(
      { partition: fence.partition, turns: lost.length },
      'turns that the log had deleted unanswered have ended as failed',
    );
  }

  const looking = repeat(
    deps.clock,
    () => lookEveryMs,
    async () => {
      for (const fence of owned().filter(({ partition }) => waiting.has(partition))) {
        try {
          await endIn(fence);
        } catch (error) {
          if (isInterruption(error)) continue;
          logger.warn({ err: error, partition: fence.partition }, 'lost turns could not be ended; trying again');
        }
      }
    },
  );
  return {
    ...looking,
    overtaken: (partition, from, to) => {
      counted.overtaken(Number(to - from));
      waiting.add(partition);
      logger.error(
        { topic: topics.turns, partition, from: String(from), to: String(to) },
        'turns were deleted from the log before they were answered: raise retention, or workers; those accepted are ended as failed',
      );
    },
  };
}

/** Of the turns that run, those that the log does not have: what was accepted before the look was in it before. */
async function lostTurns({ store, log, turnOf }: EndOvertakenDeps, fence: Fence): Promise<readonly RunningTurnOf[]> {
  const nameOf = ({ conversationId, turnId }: Pick<RunningTurnOf, 'conversationId' | 'turnId'>): string =>
    `${conversationId}/${turnId}`;
  const missing = new Map((await store.running(fence)).map((turn) => [nameOf(turn), turn]));
  if (missing.size === 0) return [];
  for await (const record of log.read(topics.turns, fence.partition, 0n)) {
    const turn = turnOf(record);
    if (turn) missing.delete(nameOf(turn));
  }
  return [...missing.values()];
}

function endLost(deps: EndOvertakenDeps, lost: RunningTurnOf, context: Pick<Run, 'fence' | 'signal' | 'holds'>) {
  const { conversationId, turnId, text, submittedAt } = lost;
  const locale = localeOf(text);
  const error = new TurnfleetError('deadline_exceeded', 'The log deleted this turn before it could be answered.');
  const attempt = newAttempt(deps.newId());
  const turn = { ...lost, tenant: defaultTenant, userId: undefined, traceparent: '', attempt };
  return withSpan({ scope: 'turnfleet/orchestrator', name: 'end lost turn' }, async (span) => {
    const run: Run = { ...context, alone: true, span };
    const failed = ({ begun }: FreshTurn): Reply => {
      const context = { conversationId, turnId, locale, version: begun.conversation.version + 1 };
      const outcome = failedOutcome(error, locale);
      return replyAtOnce(outcome, { ...context, submittedAt: Date.parse(submittedAt) }, deps.clock.now());
    };
    const fail: AnswerFresh = async ([fresh]) => {
      if (!fresh) return [];
      await using stream = deps.stream(fresh, run);
      const reply = failed(fresh);
      await stream.end(reply.text);
      return [{ reply, held: null }];
    };
    await deps.commit([turn], run, fail);
  });
}
