import { type DecodedTimer, type DueTimer, encodeTimedOut, homePartition } from '@turnfleet/contract/events';
import { type Conversation, type Dialogue, defaultTenant, type Reply } from '@turnfleet/contract/schemas';
import { shopperText } from '@turnfleet/contract/words';
import type { ConversationStore } from '@turnfleet/conversation';
import { type Clock, endsWithin, type Logger } from '@turnfleet/core';
import type { DialogueMove } from '@turnfleet/dialogue';
import { untilAvailable } from '@turnfleet/ownership';
import type { TurnLog } from '@turnfleet/turn-engine';
import { type AnswerFresh, type CommitDeps, turnCommitter } from '../commit-turns.ts';
import { droppedText } from '../confirmation/dropped-text.ts';
import { outcomeInOurWords, replyAtOnce } from '../reply.ts';
import type { Attempt, Run } from '../run.ts';
import type { TimerMetrics } from './timer-metrics.ts';

interface TimerEnderDeps extends Omit<CommitDeps, 'metrics'> {
  readonly store: ConversationStore;
  readonly log: Pick<TurnLog, 'append' | 'endOf' | 'read'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly partitions: number;
  /** See `HandleTurnsDeps`. */
  readonly attempts: number;
  readonly metrics: CommitDeps['metrics'] & TimerMetrics;
}

export type EndTimer = (timer: DecodedTimer, attempt: Attempt, run: Run) => Promise<void>;

/**
 * What had begun and did not end is saved, so that the shopper may come back to it. Not a call of which nobody knows yet what
 * it came to: asked for anew it could be had twice.
 */
function savedFlows({ state, dialogue }: Conversation): Dialogue['flows'] {
  const running = state === 'execution' ? [] : (dialogue?.flows ?? []);
  return running.length > 0 ? running : (dialogue?.saved ?? []);
}

function timedOut(conversation: Conversation): DialogueMove {
  const saved = savedFlows(conversation);
  return {
    happened: [{ event: 'timeout' }],
    kept: { flows: [], waiting: [], offered: 'nothing', ...(saved.length > 0 && { saved }) },
  };
}

/** What tells of it beside the reply is worth a moment of the lane, and no more. */
const longestTellMs = 10_000;

/**
 * Ends a dialogue whose timer has run out, in its lane: what was asked is dropped, the shopper is told, and `chat.events`
 * tells upstreams. It is a turn in the order of effects of every other, so the ledger knows whether it was ended before.
 * A conversation that has gone on since has another timer: nothing happens to it then.
 */
export function timerEnder(deps: TimerEnderDeps): EndTimer {
  const { store, clock, metrics, journal } = deps;
  const ended = (reply: Reply): void => metrics.ranOut(kindIn(reply.turnId));
  // Nobody sent it, so there is nothing to accept.
  const quiet = { accept: async () => undefined, append: journal.append.bind(journal) };
  const commit = turnCommitter({ ...deps, journal: quiet, metrics: { abridged: metrics.abridged, ended } });
  const tell = eventTeller(deps);
  return async (decoded, attempt, run) => {
    const { timer, conversationId, turnId } = decoded;
    const ref = { conversationId, turnId };
    const available = <T>(step: () => Promise<T>): Promise<T> => untilAvailable(clock, run.signal, step);
    const begun = await available(() => store.begin(ref, run.fence, attempt.id));
    if (begun.kind === 'fresh' && !hasRunOut(begun.conversation, timer, await available(() => store.now()))) {
      metrics.outdated();
      return available(() => store.release(ref, run.fence, attempt.id));
    }
    if (begun.kind === 'fresh' && begun.abandoned >= deps.attempts) {
      deps.logger.error({ conversationId, turnId }, 'a timer ended its workers, so it is left to its next time');
      return;
    }
    const turn = {
      ...{ conversationId, turnId, text: '', submittedAt: new Date(timer.dueAt).toISOString() },
      ...{ tenant: defaultTenant, userId: undefined, traceparent: '', attempt },
    };
    let told: Reply | null = begun.kind === 'answered' ? (JSON.parse(begun.reply) as Reply) : null;
    const end: AnswerFresh = async ([fresh]) => {
      if (!fresh) return [];
      told = replyTo(timer, turnId, fresh.begun.conversation, clock.now());
      return [{ reply: told, held: null, move: timedOut(fresh.begun.conversation) }];
    };
    await commit([turn], run, end);
    if (told) await tell(timer, told);
  };
}

/** Whether it is still the conversation's timer, and its time is over by the clock of the store. */
function hasRunOut({ timer: armed }: Conversation, { kind, dueAt }: DueTimer, now: number): boolean {
  return armed !== undefined && armed.kind === kind && Date.parse(armed.dueAt) === dueAt && dueAt <= now;
}

const kindIn = (turnId: string): string => turnId.split('~')[1] ?? '';

/** In the language of the conversation, with what was dropped first. */
function replyTo(timer: DueTimer, turnId: string, conversation: Conversation, now: number): Reply {
  const { conversationId, dueAt: submittedAt } = timer;
  const locale = conversation.turns.at(-1)?.reply.locale ?? 'zh-CN';
  const dropped = droppedText(conversation, locale);
  const saved = savedFlows(conversation).length > 0 ? [shopperText('savedFlow', locale)] : [];
  const text = [...(dropped === null ? [] : [dropped]), shopperText('timedOut', locale), ...saved].join('\n');
  const version = conversation.version + 1;
  return replyAtOnce(
    outcomeInOurWords('completed', text, {}),
    { conversationId, turnId, locale, version, submittedAt },
    now,
  );
}

/** At least once, under the id of the timer: a worker that dies in between has it told by the next one. */
function eventTeller({ log, clock, logger, partitions, metrics }: TimerEnderDeps) {
  let refusing = false;
  return async ({ kind, dueAt }: DueTimer, { conversationId, turnId, version, text, locale }: Reply): Promise<void> => {
    const timedOut = {
      ...{ conversationId, turnId, kind, dueAt: new Date(dueAt).toISOString() },
      ...{ version, text, locale },
    };
    const record = encodeTimedOut(timedOut, homePartition(conversationId, partitions));
    const taken = await endsWithin(clock, longestTellMs, log.append(record));
    if (!taken) metrics.untold();
    if (!taken && !refusing)
      logger.warn({}, 'chat.events does not take what happened: dialogues end, and chat.replies alone tells of it');
    refusing = !taken;
  };
}
