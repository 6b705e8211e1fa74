import type { ConversationGateway } from '@turnfleet/conversation';
import type { Logger, NewId } from '@turnfleet/core';
import type { HandoffQueue } from '@turnfleet/handoff';
import type { BudgetKeeper } from '@turnfleet/model';
import {
  type AnswerWithoutModel,
  answerer,
  type CommitDeps,
  type CommitTurns,
  callBooks,
  callForShopper,
  coalescer,
  commandEnder,
  type Decode,
  type DeskHours,
  deadLetters,
  draftForAgent,
  forwarder,
  type GroundTurn,
  type HandoffMetrics,
  handoffTeller,
  journalStreams,
  type ModelSteps,
  type OfferTools,
  type ProcessRecords,
  type Prompt,
  passingOn,
  poisonEnder,
  recordProcessor,
  recordRejecter,
  type StreamToJournal,
  shadowLog,
  shadowMetrics,
  type TimerMetrics,
  type ToolsOfTurn,
  type Trust,
  type TrustCommand,
  type TurnFlows,
  type TurnMetrics,
  timerEnder,
  tooOldEnder,
  turnCommitter,
  turnHandler,
  type ZoneOf,
} from '@turnfleet/turn';

/** What the ways of a turn are built from; each takes of it what it needs. */
export interface AnsweringDeps extends Omit<CommitDeps, 'tellHandoffs'> {
  readonly budgets: BudgetKeeper;
  readonly logger: Logger;
  readonly newId: NewId;
  readonly decode: Decode;
  readonly trust: Trust;
  readonly trustCommand: TrustCommand;
  readonly handoffs: HandoffQueue;
  readonly handoffMetrics: HandoffMetrics;
  /** See `PassingOnDeps`. */
  readonly deskHours: DeskHours | null;
  readonly handoffFromValue: number | null;
  readonly zoneOf: ZoneOf;
  readonly gateway: Pick<ConversationGateway, 'watchCancel'>;
  readonly metrics: TurnMetrics;
  readonly timerMetrics: TimerMetrics;
  readonly steps: ModelSteps;
  readonly withoutModel: AnswerWithoutModel;
  /** See `OutcomeDeps`. */
  readonly flows: TurnFlows | null;
  readonly prompt: Prompt;
  /** See `QuestionDeps`. */
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

export function answeringSide(all: AnsweringDeps): Answering {
  const { handoffs: queue, handoffMetrics } = all;
  const deps = { ...all, tellHandoffs: handoffTeller({ ...all, queue, metrics: handoffMetrics }) };
  const { log, store, budgets, gateway, journal, clock, logger, metrics, partitions, attempts } = deps;
  const { steps, withoutModel, prompt, toolsOfTurn, offer, ground, longestWorkMs, timeZone, flows } = deps;
  const deadLetter = deadLetters({ log, clock, logger, metrics, partitions });
  const stream = journalStreams({ clock, journal });
  const commit = turnCommitter(deps);
  const tellShadow = shadowLog({ log, clock, logger, partitions, metrics: shadowMetrics() });
  const openBook = callBooks({ store, budgets, clock, newId: deps.newId });
  const tryToAnswer = answerer({
    tellShadow,
    openBook,
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
    passing: passingOn({
      ...{ queue, store, clock, zoneOf: deps.zoneOf },
      ...{ hours: deps.deskHours, fromValue: deps.handoffFromValue },
    }),
  });
  const answer = coalescer({ tryToAnswer, stream, clock });
  const giveUp = poisonEnder({ deadLetter, stream, clock });
  const ends = {
    forward: forwarder({ log, clock, deadLetter, metrics }),
    endTooOld: tooOldEnder({ store, clock, deadLetter, metrics }),
    endCommand: commandEnder({
      ...{ ...deps, deadLetter, stream },
      call: callForShopper(deps),
      draft: draftForAgent({ ...deps, tellShadow, openBook }),
      metrics: { ...metrics, ...handoffMetrics },
    }),
    endTimer: timerEnder({ ...deps, metrics: { ...metrics, ...deps.timerMetrics } }),
    reject: recordRejecter({ deadLetter, commit, stream, clock }),
    trust: deps.trust,
    handle: turnHandler({ answer, commit, giveUp, clock, metrics, attempts }),
  };
  const { decode, newId, group } = deps;
  const process = recordProcessor({ ends, decode, newId, store, clock, logger, partitions, group });
  return { process, commit, stream };
}
