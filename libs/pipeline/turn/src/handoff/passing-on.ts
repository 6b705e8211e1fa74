import { type Conversation, type HandoffReason, noDialogue, type Turn } from '@turnfleet/contract/schemas';
import { handoffText } from '@turnfleet/contract/words';
import type { ConversationStore } from '@turnfleet/conversation';
import type { Clock } from '@turnfleet/core';
import type { DialogueMove } from '@turnfleet/dialogue';
import { saysStop } from '@turnfleet/flows';
import type { HandoffQueue } from '@turnfleet/handoff';
import { untilAvailable } from '@turnfleet/ownership';
import { isAngry, waitingWish } from '@turnfleet/reading';
import type { ToolResult } from '@turnfleet/tools';
import { droppedText } from '../confirmation/dropped-text.ts';
import type { ZoneOf } from '../confirmation/tools-of-turn.ts';
import type { TurnGrounding } from '../grounding/turn-grounding.ts';
import type { Progress } from '../progress.ts';
import { betweenSteps } from '../read-step.ts';
import { type Outcome, outcomeInOurWords } from '../reply.ts';
import type { DeskHours } from './desk-hours.ts';
import { ruleFor } from './handoff-rules.ts';
import { newHandoff } from './new-handoff.ts';
import { orderValueIn } from './order-value-in.ts';
import { placeTold } from './place-told.ts';

interface PassingOnDeps {
  readonly queue: Pick<HandoffQueue, 'waiting' | 'placeOf' | 'present'>;
  readonly store: Pick<ConversationStore, 'now'>;
  readonly clock: Clock;
  readonly zoneOf: ZoneOf;
  /** When agents are there; null: there are none, and nobody is passed on. */
  readonly hours: DeskHours | null;
  /** See `ruleFor`. */
  readonly fromValue: number | null;
}

/** A turn as it may be passed on to a person. */
interface PassableTurn {
  readonly turn: Turn;
  readonly tenant: string;
  readonly locale: string;
  readonly conversation: Conversation;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  readonly grounding: Pick<TurnGrounding, 'results'>;
  /** What tools returned in this turn so far. */
  readonly found: readonly ToolResult[];
}

export interface PassingOn {
  /** Of a turn in a conversation that a person has, or that waits for one; null: neither. */
  ofPerson(turn: PassableTurn): Promise<Outcome | null>;
  /** The outcome of `work`, or what comes in its place: a rule, a flow or the shopper may want a person. */
  around(turn: PassableTurn, work: () => Promise<Outcome>): Promise<Outcome>;
}

/** Its result has the number (protos/turnfleet/order/v1/order.proto). */
const complaintTool = 'file_complaint';

const leaving: DialogueMove['kept'] = { flows: [], waiting: [], offered: 'nothing' };
const needsHuman: DialogueMove = { happened: [{ event: 'need_human' }], kept: leaving };
const withdrawn: DialogueMove = { happened: [{ event: 'cancel' }], kept: leaving };
/** Decides when a person takes over, and what a shopper hears until that person has. */
export function passingOn(deps: PassingOnDeps): PassingOn {
  const { clock, hours, fromValue } = deps;

  async function begun(turn: PassableTurn, reason: HandoffReason, outcome: Pick<Outcome, 'dialogue' | 'results'>) {
    const { turnId, user } = turn.turn;
    const now = await untilAvailable(clock, turn.signal, () => deps.store.now());
    const { intent = null, slots } = outcome.dialogue ?? {};
    const known = { ...turn, turnId, user, intent, slots, text: turn.turn.text };
    const handoff = newHandoff({ ...known, results: outcome.results ?? turn.grounding.results }, reason, now);
    return { handoff, waits: await waitsTold(turn, handoff, now) };
  }

  async function waitsTold({ turn }: PassableTurn, handoff: Parameters<typeof placeTold>[2], now: number) {
    const timeZone = deps.zoneOf(turn);
    const place = await placeTold({ ...deps, hours: hours ?? [], now, timeZone }, turn.conversationId, handoff);
    return [place, handoffText('meanwhile', handoff.locale)].filter((one) => one !== '').join(betweenSteps);
  }

  /** In place of all that would have been said. */
  async function instead(turn: PassableTurn, reason: HandoffReason, words: string, made: Partial<Outcome> = {}) {
    const { conversation, locale, progress } = turn;
    const { handoff, waits } = await begun(turn, reason, made);
    if (progress.text !== '') progress.reset('a person takes over');
    const dropped = droppedText(conversation, locale);
    progress.delta([...(dropped === null ? [] : [dropped]), words, waits].join(betweenSteps));
    const { dialogue, toolCalls = [], grounding, results } = made;
    return outcomeInOurWords('completed', progress.text, {
      firstTokenAt: clock.now(),
      // What waited for a yes is no longer asked.
      toolCalls: toolCalls.filter((call) => call.outcome !== 'skipped' || call.reason !== undefined),
      ...(grounding && { grounding }),
      ...(results && { results }),
      dialogue: { ...dialogue, intent: dialogue?.intent ?? null, move: needsHuman },
      handoff: { id: handoff.id, change: 'requested', after: handoff },
    });
  }

  /** Behind what was said. */
  async function behind(turn: PassableTurn, reason: HandoffReason, words: readonly string[], outcome: Outcome) {
    const { handoff, waits } = await begun(turn, reason, outcome);
    const { status } = outcome;
    // What stayed open for a yes does not any more.
    const dropped = outcome.held ? droppedText(turn.conversation, turn.locale) : null;
    const more = [...(dropped === null ? [] : [dropped]), ...words, waits].join(betweenSteps);
    if (status !== 'failed') turn.progress.delta(betweenSteps + more);
    return {
      ...outcome,
      text: status === 'failed' ? outcome.text + betweenSteps + more : turn.progress.text,
      suggestions: [],
      dialogue: {
        ...outcome.dialogue,
        intent: outcome.dialogue?.intent ?? null,
        move: words.length > 0 ? needsHuman : (outcome.dialogue?.move ?? needsHuman),
      },
      handoff: { id: handoff.id, change: 'requested', after: handoff } as const,
    };
  }

  return {
    async ofPerson(turn) {
      const { locale, conversation, progress } = turn;
      const { handoff } = conversation;
      if (!handoff) return null;
      const { text } = turn.turn;
      const tell = (words: string, more: Partial<Outcome>): Outcome => {
        progress.delta(words);
        return outcomeInOurWords('completed', words, { firstTokenAt: clock.now(), ...more });
      };
      if (handoff.state === 'claimed')
        return outcomeInOurWords('completed', '', { toAgent: true, dialogue: stays(turn) });
      const wish = waitingWish(text);
      if (saysStop(text, false) || wish === 'machine') {
        const move = { id: handoff.id, change: 'withdrawn', after: null } as const;
        return tell(handoffText('withdrawn', locale), { dialogue: { intent: null, move: withdrawn }, handoff: move });
      }
      const noted = handoffText('noted', locale);
      const waits = wish === 'place' && hours ? await waitsTold(turn, { ...handoff, locale }, clock.now()) : '';
      const words = waits === '' ? noted : [noted, waits].join(betweenSteps);
      return tell(words, { toAgent: true, dialogue: stays(turn) });
    },
    async around(turn, work) {
      const { conversation, locale } = turn;
      const { text, user } = turn.turn;
      if (!hours) return work();
      const { level } = user ?? {};
      if (conversation.state === 'transfer') return instead(turn, 'wish', handoffText('passedOn', locale));
      const facts = { angry: false, failures: 0, orderValue: 0, level, intent: null };
      const early = ruleFor({ ...facts, angry: isAngry(text) }, fromValue);
      if (early) return instead(turn, early, handoffText(early, locale));
      const outcome = await work();
      if (outcome.error?.kind === 'cancelled') return outcome;
      const { intent = null, move } = outcome.dialogue ?? {};
      if (move?.happened.some(({ event }) => event === 'need_human'))
        return behind(turn, wantedBy(conversation, intent), [], outcome);
      const failures = outcome.status === 'failed' ? failuresBefore(conversation) + 1 : 0;
      const orderValue = orderValueIn(turn.found);
      const reason = ruleFor({ ...facts, failures, orderValue, intent }, fromValue);
      if (!reason) return outcome;
      const words = [...recordedText(turn), handoffText(reason, locale)].join(betweenSteps);
      return reason === 'failures' ? behind(turn, reason, [words], outcome) : instead(turn, reason, words, outcome);
    },
  };
}

/** The number of a complaint that this turn recorded. */
function recordedText({ found, locale }: Pick<PassableTurn, 'found' | 'locale'>): string[] {
  const filed = found.findLast(({ record }) => record.name === complaintTool && record.outcome === 'ok');
  const { complaint_id: number } = (filed ? JSON.parse(filed.content) : {}) as { readonly complaint_id?: unknown };
  return typeof number === 'string' ? [handoffText('recorded', locale, { number })] : [];
}

const stays = ({ conversation: { dialogue } }: PassableTurn): NonNullable<Outcome['dialogue']> => ({
  intent: null,
  move: { happened: [{ event: 'query' }], kept: dialogue ?? noDialogue },
});

/** The shopper asked for one, said yes to one after questions they could not answer, or a flow ends there. */
function wantedBy({ dialogue }: Conversation, intent: string | null): HandoffReason {
  if (dialogue?.offered === 'person') return 'failures';
  return intent === 'human_agent' ? 'wish' : 'flow';
}

/** Turns in a row that failed; one that the shopper called off, or that another one answered, counts neither way. */
function failuresBefore({ turns }: Conversation): number {
  const ended = turns.filter(({ reply }) => reply.answeredBy === null && reply.error?.kind !== 'cancelled');
  const last = ended.findLastIndex(({ reply }) => reply.status !== 'failed');
  return ended.length - 1 - last;
}
