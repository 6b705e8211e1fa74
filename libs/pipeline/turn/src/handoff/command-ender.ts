import type { DecodedCommand } from '@turnfleet/contract/events';
import {
  type AgentCommand,
  type Conversation,
  type EndedCommand,
  type Handoff,
  noDialogue,
  type Reply,
} from '@turnfleet/contract/schemas';
import { handoffText } from '@turnfleet/contract/words';
import type { ConversationStore } from '@turnfleet/conversation';
import type { Clock } from '@turnfleet/core';
import type { DialogueMove } from '@turnfleet/dialogue';
import { untilAvailable } from '@turnfleet/ownership';
import { attributes, failSpan } from '@turnfleet/telemetry';
import type { LogRecord } from '@turnfleet/turn-engine';
import { type AnswerFresh, type CommitDeps, turnCommitter } from '../commit-turns.ts';
import type { AppendDeadLetter } from '../dead-letter.ts';
import { betweenSteps } from '../read-step.ts';
import { type Outcome, outcomeInOurWords, replyAtOnce } from '../reply.ts';
import type { Attempt, Run } from '../run.ts';
import { type FreshTurn, isFirstTime, type StreamToJournal, type Worked } from '../stream-to-journal.ts';
import type { AgentCall, CallForShopper } from './agent-call.ts';
import type { TrustCommand } from './agent-trust.ts';
import { decideCommand } from './decide-command.ts';
import type { Draft, DraftForAgent } from './draft-for-agent.ts';
import type { HandoffMetrics } from './handoff-metrics.ts';

interface CommandEnderDeps extends Omit<CommitDeps, 'metrics'> {
  readonly store: ConversationStore;
  readonly clock: Clock;
  readonly trustCommand: TrustCommand;
  readonly deadLetter: AppendDeadLetter;
  readonly stream: StreamToJournal;
  readonly call: CallForShopper;
  readonly draft: DraftForAgent;
  /** See `HandleTurnsDeps`. */
  readonly attempts: number;
  readonly metrics: CommitDeps['metrics'] & Pick<HandoffMetrics, 'commanded'>;
}

export type EndCommand = (record: LogRecord, decoded: DecodedCommand, attempt: Attempt, run: Run) => Promise<void>;

/**
 * Decides what an agent does, in the lane of the conversation and in the order of effects of every turn: the ledger makes a
 * repeat harmless. What the shopper is told goes to the journal as every answer does.
 */
export function commandEnder(deps: CommandEnderDeps): EndCommand {
  const { store, clock, metrics, journal, attempts } = deps;
  const ended = ({ command }: Reply): void => void (command && metrics.commanded(command));
  // No shopper sent it, so there is nothing to accept.
  const quiet = { accept: async () => undefined, append: journal.append.bind(journal) };
  const commit = turnCommitter({ ...deps, journal: quiet, metrics: { abridged: metrics.abridged, ended } });
  return async (record, decoded, attempt, run) => {
    const { command, conversationId, turnId, submittedAt, traceHeaders } = decoded;
    run.span.setAttribute(attributes.agentCommand, command.kind);
    const untrusted = deps.trustCommand(record, decoded);
    if (untrusted) {
      failSpan(run.span, untrusted);
      return deps.deadLetter(record, untrusted, 1, run);
    }
    const turn = {
      ...{ conversationId, turnId, text: '', submittedAt: new Date(submittedAt).toISOString() },
      ...{ tenant: command.tenant, userId: undefined, traceparent: traceHeaders['traceparent'] ?? '', attempt },
    };
    const end: AnswerFresh = async ([fresh]) => {
      if (!fresh) return [];
      const now = await untilAvailable(clock, run.signal, () => store.now());
      const { conversation, abandoned } = fresh.begun;
      const decided =
        abandoned >= attempts
          ? ({ kind: 'refused', reason: 'gave_up' } as const)
          : decideCommand(conversation.handoff, command, now);
      const worked = await carriedOut(deps, decided, { decoded, fresh }, run);
      return [worked];
    };
    await commit([turn], run, end, {
      ended: ({ command: what }) => what && run.span.setAttribute(attributes.agentCommandOutcome, what.outcome),
    });
  };
}

interface InHand {
  readonly decoded: DecodedCommand;
  readonly fresh: FreshTurn;
}

async function carriedOut(
  deps: CommandEnderDeps,
  decided: ReturnType<typeof decideCommand>,
  { decoded, fresh }: InHand,
  run: Run,
): Promise<Worked> {
  const { command } = decoded;
  const { conversation } = fresh.begun;
  const { handoff } = conversation;
  const locale = handoff?.locale ?? conversation.turns.at(-1)?.reply.locale ?? 'zh-CN';
  const work = decided.kind === 'done' && handoff ? await workOf(deps, handoff, { decoded, fresh }, run) : null;
  const isVain = work?.kind === 'no_tool' || work?.kind === 'no_draft';
  const outcome = isVain ? ({ kind: 'refused', reason: work.kind } as const) : decided;
  const move = outcome.kind === 'done' ? outcome.move : null;
  const text = outcome.kind === 'done' ? toldText(command, move !== null, locale) : '';
  const silent = text === '' && (isFirstTime(fresh) || !mayTell.includes(command.kind));
  if (!silent) await tellShopper(deps, fresh, text, run);
  const { conversationId, turnId, submittedAt } = decoded;
  const version = conversation.version + 1;
  const said = outcomeInOurWords(statusOf(work), text, {
    ...(text !== '' && { firstTokenAt: deps.clock.now() }),
    ...usedIn(work),
    ...(move && { handoff: move }),
  });
  const speaks = text !== '' && (command.kind === 'say' || command.kind === 'claim');
  const reply: Reply = {
    ...replyAtOnce(said, { conversationId, turnId, locale, version, submittedAt }, deps.clock.now()),
    ...(speaks && { agent: { id: command.agent, name: command.agentName } }),
    command: endedCommand(command, outcome, work, silent),
  };
  return {
    reply,
    // A command that comes too late leaves what the shopper was asked since as it is.
    held: conversation.held,
    move: move?.after === null ? handedBack : stays(conversation),
    ...(move && { handoff: move }),
    ...(work?.kind === 'made' && { results: work.results }),
  };
}

/** What takes tools or a model. */
type CommandWork = AgentCall | Draft | null;

async function workOf(
  deps: CommandEnderDeps,
  handoff: Handoff,
  { decoded: { command, submittedAt }, fresh }: InHand,
  run: Run,
): Promise<CommandWork> {
  const { conversation } = fresh.begun;
  if (command.kind === 'call') return deps.call({ command, handoff, conversation, submittedAt }, run.signal);
  return command.kind === 'draft' ? deps.draft({ command, handoff, fresh }, run) : null;
}

function statusOf(work: CommandWork): Reply['status'] {
  if (work?.kind === 'no_draft') return 'failed';
  return work?.kind === 'made' && work.failed ? 'degraded' : 'completed';
}

function usedIn(work: CommandWork): Partial<Outcome> {
  if (!work || work.kind === 'no_tool') return {};
  if (work.kind === 'made') return { toolCalls: work.toolCalls };
  const { model, toolCalls, grounding } = work;
  return { model, toolCalls, ...(grounding && { grounding }), ...(work.kind === 'no_draft' && { error: work.error }) };
}

/** What an earlier attempt told is taken back first. */
async function tellShopper({ stream }: CommandEnderDeps, fresh: FreshTurn, text: string, run: Run): Promise<void> {
  await using telling = stream(fresh, run);
  if (text !== '') telling.progress.delta(text);
  await telling.end(text);
}

/** Of the others no shopper ever hears. */
const mayTell: readonly AgentCommand['kind'][] = ['claim', 'say', 'transfer', 'return', 'hand_back'];

const handedBack: DialogueMove = {
  happened: [{ event: 'handed_back' }],
  kept: { flows: [], waiting: [], offered: 'nothing' },
};

const stays = ({ dialogue }: Conversation): DialogueMove => ({ happened: [], kept: dialogue ?? noDialogue });

function endedCommand(
  command: AgentCommand,
  decided: ReturnType<typeof decideCommand>,
  work: CommandWork,
  silent: boolean,
): EndedCommand {
  const { kind, handoff, agent } = command;
  const result = decided.kind === 'done' ? resultOf(command, work) : undefined;
  return {
    ...{ kind, handoff, agent, outcome: decided.kind, silent },
    ...(decided.kind === 'refused' && { reason: decided.reason }),
    ...(result !== undefined && { result }),
  };
}

function resultOf(command: AgentCommand, work: CommandWork): string | undefined {
  if (work?.kind === 'made') return work.result;
  if (work?.kind === 'drafted') return work.text;
  return command.kind === 'note' ? command.text : undefined;
}

/** What the shopper hears of a command that was carried out; nothing of most. */
function toldText(command: AgentCommand, moves: boolean, locale: string): string {
  const name = { name: command.agentName };
  switch (command.kind) {
    case 'claim':
      return moves ? handoffText('claimed', locale, name) : '';
    case 'say':
      return command.text;
    case 'transfer':
      return handoffText('transferred', locale);
    case 'return':
      return handoffText('returned', locale);
    case 'hand_back': {
      const agreed = command.text === undefined ? [] : [handoffText('agreed', locale, { text: command.text })];
      return [handoffText('handedBack', locale, name), ...agreed].join(betweenSteps);
    }
    default:
      return '';
  }
}
