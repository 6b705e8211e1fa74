import type { ConversationGateway } from '@turnfleet/conversation';
import type { Logger, NewId } from '@turnfleet/core';
import type { BudgetKeeper } from '@turnfleet/model';
import {
  type AnswerWithoutModel,
  answerer,
  type CommitDeps,
  type CommitTurns,
  callBooks,
  coalescer,
  type Decode,
  deadLetters,
  forwarder,
  type GroundTurn,
  journalStreams,
  type ModelSteps,
  type OfferTools,
  type ProcessRecords,
  type Prompt,
  poisonEnder,
  recordProcessor,
  recordRejecter,
  type StreamToJournal,
  shadowLog,
  shadowMetrics,
  type TimerMetrics,
  type ToolsOfTurn,
  type Trust,
  type TurnFlows,
  type TurnMetrics,
  timerEnder,
  tooOldEnder,
  turnCommitter,
  turnHandler,
} from '@turnfleet/turn';

/** What the ways of a turn are built from; each takes of it what it needs. */
export interface AnsweringDeps extends CommitDeps {
  readonly budgets: BudgetKeeper;
  readonly logger: Logger;
  readonly newId: NewId;
  readonly decode: Decode;
  readonly trust: Trust;
  readonly gateway: Pick<ConversationGateway, 'watchCancel'>;
  readonly metrics: TurnMetrics;
  readonly timerMetrics: TimerMetrics;
  readonly steps: ModelSteps;
  readonly withoutModel: AnswerWithoutModel;
  /** See `AnswerDeps`. */
  readonly flows: TurnFlows | null;
  readonly prompt: Prompt;
  /** See `AnswerDeps`. */
  readonly timeZone: string;
  readonly toolsOfTurn: ToolsOfTurn;
  readonly offer: OfferTools;
  readonly ground: GroundTurn;
  /** The group's name. */
  readonly group: string;
  /** See `HandleTurnsDeps`. */
  readonly attempts: number;
  /** See `AnswerDeps`. */
  readonly longestWorkMs: number;
}

/** The side of a worker that answers turns. */
export interface Answering {
  readonly process: ProcessRecords;
  /** For those who end turns without a record. */
  readonly commit: CommitTurns;
  readonly stream: StreamToJournal;
}

export function answeringSide(deps: AnsweringDeps): Answering {
  const { log, store, budgets, gateway, journal, clock, logger, metrics, partitions, attempts } = deps;
  const { steps, withoutModel, prompt, toolsOfTurn, offer, ground, longestWorkMs, timeZone, flows } = deps;
  const deadLetter = deadLetters({ log, clock, logger, metrics, partitions });
  const stream = journalStreams({ clock, journal });
  const commit = turnCommitter(deps);
  const tryToAnswer = answerer({
    tellShadow: shadowLog({ log, clock, logger, partitions, metrics: shadowMetrics() }),
    openBook: callBooks({ store, budgets, clock, newId: deps.newId }),
    budgets,
    steps,
    withoutModel,
    flows,
    prompt,
    timeZone,
    toolsOfTurn,
    offer,
    ground,
    gateway,
    clock,
    longestWorkMs,
  });
  const answer = coalescer({ tryToAnswer, stream, clock });
  const giveUp = poisonEnder({ deadLetter, stream, clock });
  const ends = {
    forward: forwarder({ log, clock, deadLetter, metrics }),
    endTooOld: tooOldEnder({ store, clock, deadLetter, metrics }),
    endTimer: timerEnder({ ...deps, metrics: { ...metrics, ...deps.timerMetrics } }),
    reject: recordRejecter({ deadLetter, commit, stream, clock }),
    trust: deps.trust,
    handle: turnHandler({ answer, commit, giveUp, clock, metrics, attempts }),
  };
  const { decode, newId, group } = deps;
  const process = recordProcessor({ ends, decode, newId, store, clock, logger, partitions, group });
  return { process, commit, stream };
}
