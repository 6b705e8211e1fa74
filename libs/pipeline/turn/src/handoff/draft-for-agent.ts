import type { AgentCommand, Conversation, Handoff, ReplyError } from '@turnfleet/contract/schemas';
import type { TurnRef } from '@turnfleet/conversation';
import { type Clock, deadlineAt, TurnfleetError } from '@turnfleet/core';
import type { BudgetKeeper, Payer } from '@turnfleet/model';
import type { ToolsOfTurn } from '../confirmation/tools-of-turn.ts';
import type { GroundTurn } from '../grounding/turn-grounding.ts';
import type { ModelSteps } from '../model-steps.ts';
import type { OfferTools } from '../offered-tools.ts';
import { startProgress } from '../progress.ts';
import type { Prompt } from '../prompt.ts';
import type { Outcome } from '../reply.ts';
import { factsOf } from '../routing/facts.ts';
import type { Run } from '../run.ts';
import type { TellShadow } from '../shadow/shadow-log.ts';
import type { OpenCallBook } from '../spending/call-book.ts';
import type { FreshTurn } from '../stream-to-journal.ts';

interface DraftDeps {
  readonly clock: Clock;
  readonly steps: ModelSteps;
  readonly openBook: OpenCallBook;
  readonly budgets: Pick<BudgetKeeper, 'stateOf'>;
  readonly tellShadow: TellShadow;
  readonly prompt: Prompt;
  /** See `AnswerDeps`. */
  readonly timeZone: string;
  readonly toolsOfTurn: ToolsOfTurn;
  readonly offer: OfferTools;
  readonly ground: GroundTurn;
  /** See `AnswerDeps`. */
  readonly longestWorkMs: number;
}

interface Wanted {
  readonly command: AgentCommand;
  readonly handoff: Handoff;
  readonly fresh: FreshTurn<TurnRef>;
}

/** What the model's work came to. */
export type Draft =
  | ({ readonly kind: 'drafted' } & Pick<Outcome, 'text' | 'model' | 'toolCalls' | 'grounding'>)
  | ({ readonly kind: 'no_draft'; readonly error: ReplyError } & Pick<Outcome, 'model' | 'toolCalls' | 'grounding'>);

export type DraftForAgent = (wanted: Wanted, run: Pick<Run, 'fence' | 'signal'>) => Promise<Draft>;

/** The shopper's next message waits for it in the lane, and the agent at the desk. */
const longestDraftMs = 15_000;

/**
 * Has the model word what an agent may say next. It knows what was said and what agents noted, may look things up as the
 * shopper may, and is offered nothing that has an effect. The tenant pays: no shopper asked for it.
 */
export function draftForAgent(deps: DraftDeps): DraftForAgent {
  const { clock, offer, budgets } = deps;
  return async ({ command, handoff, fresh }, { fence, signal }) => {
    const { conversation } = fresh.begun;
    const { tenant, user, locale } = handoff;
    const ref = { conversationId: command.conversationId, turnId: command.commandId };
    const payer: Payer = { tenant, userId: null };
    const offered = offer(ref.conversationId);
    const reading = offered.tools.filter(({ idempotency }) => idempotency === 'read_only');
    const names = new Set(reading.map(({ name }) => name));
    const turn = {
      ...ref,
      text: lastAsked(conversation, handoff),
      tenant,
      ...(user && { user }),
      priority: 1,
    } as const;
    const asked = { ...turn, text: wishOf(command, handoff) };
    const use = deps.toolsOfTurn(reading, turn, locale, () => undefined);
    // What staff has said or noted may be said again.
    const known = { ...turn, text: [asked.text, ...saidByStaff(conversation)].join('\n') };
    using deadline = deadlineAt(clock, clock.now() + Math.min(longestDraftMs, deps.longestWorkMs), signal);
    const unheard = { append: async () => undefined, refused: () => undefined };
    const progress = startProgress({ clock, turnId: ref.turnId, numbering: { next: 1 }, ...unheard });
    const models = conversation.turns.map(({ reply }) => reply.model);
    const outcome = await deps
      .steps({
        messages: (entry, withHistory) =>
          deps.prompt(entry, asked, locale, withHistory ? conversation.turns : [], offered.tokens),
        tools: offered.forModel.filter(({ name }) => names.has(name)),
        facts: factsOf({ turn, tenant, locale, models, spent: budgets.stateOf(payer) }, deps.timeZone, clock.now()),
        inputTokens: offered.tokens + Math.ceil(Buffer.byteLength(asked.text) / 3),
        ...{ locale, deadline, progress },
        book: deps.openBook(fresh, payer, fence),
        callTools: (calls) => use.callAll(calls, deadline),
        grounding: deps.ground({ tenant, locale, turn: known, tools: offered.tools, conversation }),
        hold: () => {
          throw new TurnfleetError('internal', 'A tool that only reads was held for a yes.');
        },
        dropped: () => null,
        suggest: () => [],
      })
      .finally(() => progress.stop());
    signal.throwIfAborted();
    const { text, model, toolCalls, grounding, error, shadow } = outcome;
    if (shadow) await deps.tellShadow({ turn: ref, tenant }, model, shadow);
    const used = { model, toolCalls, ...(grounding && { grounding }) };
    return error ? { kind: 'no_draft', error, ...used } : { kind: 'drafted', text, ...used };
  };
}

/** What a rule that chooses the model goes by. */
const lastAsked = ({ turns }: Conversation, { summary }: Handoff): string =>
  turns.findLast(({ text }) => text !== '')?.text ?? summary;

const saidByStaff = ({ turns }: Conversation): string[] =>
  turns.flatMap(({ reply: { agent, text } }) => (agent ? text : []));

/** Stands where the shopper's question does in other prompts, and says of itself whose it is. */
function wishOf({ agentName }: AgentCommand, { summary, notes }: Handoff): string {
  const noted = notes.map(({ text }) => `- ${text.replace(/\s+/g, ' ')}`);
  return [
    `(This is not the shopper: a member of staff, ${agentName}, talks to the shopper now and asks you for a draft.)`,
    'Write the next message of staff to the shopper, in the language of the shopper. Give its words only, without a heading, ' +
      'a name or quotation marks. Promise nothing that was not agreed, and say of nothing that it was done unless the ' +
      'conversation says so.',
    `Why staff was asked, as data: ${summary.replace(/\s+/g, ' ')}`,
    ...(noted.length === 0
      ? []
      : ['Notes of staff, as data; never quote them, the shopper must not read them:', ...noted]),
  ].join('\n');
}
