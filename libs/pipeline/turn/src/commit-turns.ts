import { type Reply, readStoredReply } from '@turnfleet/contract/schemas';
import type { ConversationStore, Journal, Suspicion } from '@turnfleet/conversation';
import { TurnfleetError } from '@turnfleet/core';
import { allOf } from '@turnfleet/ownership';
import { isRecordTooLarge, type TurnLog } from '@turnfleet/turn-engine';
import { type AbridgeDeps, abridge } from './abridge.ts';
import { type AnsweredTurn, acceptTurn, type BeginDeps, beginTurns, releaseTurns } from './begin-turns.ts';
import { type CommitRepliesDeps, commitReplies } from './commit-replies.ts';
import type { Ending, EndingTurn, Written } from './ending.ts';
import type { TellHandoffs } from './handoff/handoff-teller.ts';
import type { TurnMetrics } from './metrics.ts';
import {
  confirmReplies,
  type PublishDeps,
  publishReplies,
  publishSnapshot,
  publishUsage,
  settleReplies,
} from './publish.ts';
import type { Run } from './run.ts';
import type { FreshTurn, Worked } from './stream-to-journal.ts';

export interface CommitDeps extends BeginDeps, CommitRepliesDeps, PublishDeps, AbridgeDeps {
  readonly store: ConversationStore;
  readonly journal: Pick<Journal, 'accept' | 'append'>;
  readonly log: Pick<TurnLog, 'append' | 'endOf' | 'read'>;
  readonly metrics: Pick<TurnMetrics, 'abridged' | 'ended'>;
  readonly tellHandoffs: TellHandoffs;
}

/**
 * Answers turns of one conversation that have no reply yet, in the order of the log. Gives their replies for the versions
 * after the begun conversation's: of all of them, or of as many of the first as are to end before the others are worked on
 * again. Everything that ends a turn is a reply; only the signal's reason is thrown.
 */
export type AnswerFresh = (fresh: readonly FreshTurn<EndingTurn>[]) => Promise<readonly Worked[]>;

interface CommitOptions {
  /** Which of this many turns, begun together, are not to be worked on now; absent: none. */
  readonly suspicionOf?: (turns: number) => Suspicion;
  /** A turn has ended for readers, by this call. */
  readonly ended?: (reply: Reply) => void;
}

/** Fails with `fenced` when another worker owns the conversation, and with the signal's reason. */
export type CommitTurns = (
  turns: readonly EndingTurn[],
  run: Run,
  answer: AnswerFresh,
  options?: CommitOptions,
) => Promise<'done' | 'suspect'>;

/**
 * The order of effects that makes every turn end exactly once (docs/reference/delivery.md): begin → answer → commit →
 * snapshot → confirm → publish → settle. Each step waits while store or log are away. A turn that ended before is not
 * answered again; what it lacks is published. What a step finds to be otherwise by now is begun anew.
 */
export function turnCommitter(deps: CommitDeps): CommitTurns {
  return async (turns, run, answer, { suspicionOf, ended }: CommitOptions = {}) => {
    const open = new Map(turns.map((turn) => [turn.turnId, turn]));
    const close = ({ turn, reply }: Ending): void => {
      open.delete(turn.turnId);
      deps.metrics.ended(reply, turn.tenant);
      ended?.(reply);
    };
    while (open.size > 0) {
      const { answered, fresh, suspect } = await beginTurns(deps, [...open.values()], run, suspicionOf?.(open.size));
      const unsaid = answered.filter(({ begun }) => !begun.published);
      for (const one of answered) {
        if (!one.begun.published) continue;
        await tellRest(deps, one, run);
        open.delete(one.turn.turnId);
      }
      for (const one of unsaid) (await finish(deps, one, run)).forEach(close);
      if (suspect) {
        // Waited for, as long as it takes: a suspect that ends this worker now would leave its mark on the others.
        await releaseTurns(deps, fresh, run);
        return 'suspect';
      }
      // What was begun beside it does not know yet when its question was told.
      if (fresh.length === 0 || unsaid.length > 0) continue;
      await allOf(fresh.map(({ turn }) => acceptTurn(deps, turn, run)));
      const worked = await answer(fresh);
      const committed = await commitReplies(deps, fresh, worked, run);
      if (committed) (await publish(deps, committed, run)).forEach(close);
    }
    return 'done';
  };
}

/** Publishes what an earlier worker has committed. */
async function finish(deps: CommitDeps, answered: AnsweredTurn, run: Run): Promise<readonly Ending[]> {
  await acceptTurn(deps, answered.turn, run);
  return publish(deps, { snapshot: answered.begun.snapshot, endings: [endingOf(answered)] }, run);
}

/** The log has the reply, and nobody settled it: whoever said it may have ended before it told what the turn used, and what became of its handoff. */
async function tellRest(deps: CommitDeps, answered: AnsweredTurn, run: Run): Promise<void> {
  if (answered.begun.settled) return;
  const ending = endingOf(answered);
  await publishUsage(deps, ending, run);
  await deps.tellHandoffs({ snapshot: answered.begun.snapshot, endings: [ending] }, run);
}

function endingOf({ turn, begun: { reply: text } }: AnsweredTurn): Ending {
  const reply = readStoredReply(JSON.parse(text));
  if (!reply) throw new TurnfleetError('internal', `The store has a reply to turn ${turn.turnId} that cannot be read.`);
  return { turn, text, reply };
}

/**
 * Gives what has ended for readers. What the log does not take is abridged, and published then; what the store no longer
 * knows, as it was lost after the commit, stays open.
 */
async function publish(deps: CommitDeps, committed: Written, run: Run): Promise<readonly Ending[]> {
  const ended: Ending[] = [];
  for (let written = committed; written.endings.length > 0; ) {
    try {
      await publishSnapshot(deps, written, run);
      if (!(await confirmReplies(deps, written, run))) return ended;
      const said = await publishReplies(deps, written, run);
      await deps.tellHandoffs(written, run);
      await settleReplies(deps, said, run);
      return [...ended, ...written.endings];
    } catch (refusal) {
      if (!isRecordTooLarge(refusal)) throw refusal;
      const abridged = await abridge(deps, run, written, refusal);
      if (!abridged) return ended;
      const { endings: before } = written;
      deps.metrics.abridged('refused', abridged.endings.filter((one) => !before.includes(one)).length);
      await allOf(abridged.said.map(({ ending }) => publishUsage(deps, ending, run)));
      await deps.tellHandoffs({ ...abridged, endings: abridged.said.map(({ ending }) => ending) }, run);
      await settleReplies(deps, abridged.said, run);
      ended.push(...abridged.said.map(({ ending }) => ending));
      written = abridged;
    }
  }
  return ended;
}
