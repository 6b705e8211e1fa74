export { answerer } from './answer.ts';
export { coalescer } from './coalesce.ts';
export { type CommitDeps, type CommitTurns, turnCommitter } from './commit-turns.ts';
export {
  type Granted,
  grantedToEverybody,
  type ToolsOfTurn,
  toolsOfTurn,
  type ZoneOf,
} from './confirmation/tools-of-turn.ts';
export { deadLetters } from './dead-letter.ts';
export { type Decode, recordDecoder } from './decode.ts';
export { endOvertaken } from './end-overtaken.ts';
export { flowCounter } from './flows/flow-counter.ts';
export { type TurnFlows, turnFlows } from './flows/turn-flows.ts';
export { forwarder } from './forward.ts';
export { poisonEnder } from './give-up.ts';
export { type GroundTurn, turnGrounder } from './grounding/turn-grounding.ts';
export { turnHandler } from './handle-turns.ts';
export { callForShopper } from './handoff/agent-call.ts';
export { type TrustCommand, trustEveryCommand, trustSignedCommands } from './handoff/agent-trust.ts';
export { commandEnder } from './handoff/command-ender.ts';
export { type DeskHours, readDeskHours } from './handoff/desk-hours.ts';
export { draftForAgent } from './handoff/draft-for-agent.ts';
export { type HandoffMetrics, handoffMetrics } from './handoff/handoff-metrics.ts';
export { handoffTeller } from './handoff/handoff-teller.ts';
export { passingOn } from './handoff/passing-on.ts';
export { type TurnMetrics, turnMetrics } from './metrics.ts';
export { type ModelSteps, modelSteps } from './model-steps.ts';
export { type OfferedTools, type OfferTools, toolOffers } from './offered-tools.ts';
export { type ProcessRecords, recordProcessor } from './process-record.ts';
export { type Prompt, prompter } from './prompt.ts';
export { recordRejecter } from './reject-record.ts';
export { routeMetrics } from './routing/route-metrics.ts';
export { type Run, refOf } from './run.ts';
export { shadowLog } from './shadow/shadow-log.ts';
export { shadowMetrics } from './shadow/shadow-metrics.ts';
export { callBooks, type OpenCallBook } from './spending/call-book.ts';
export { watchBudgets } from './spending/watch-budgets.ts';
export { journalStreams, type StreamToJournal } from './stream-to-journal.ts';
export { timerEnder } from './timers/timer-ender.ts';
export { type TimerMetrics, timerMetrics } from './timers/timer-metrics.ts';
export { tooOldEnder } from './too-old.ts';
export { tracedStore } from './traced-store.ts';
export { type Trust, trustEverybody, trustSigned } from './trust.ts';
export { watchUsageTopic } from './usage-topic.ts';
export { type AnswerWithoutModel, answerWithoutModel } from './without-model/answer-without-model.ts';
