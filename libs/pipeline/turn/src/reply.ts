import { errorTable } from '@turnfleet/contract/errors';
import {
  type Grounding,
  type KeptResult,
  nothingChecked,
  type PendingCall,
  type Reply,
  type ReplyError,
  type ShopLocale,
  shopLocale,
  type ToolCallRecord,
} from '@turnfleet/contract/schemas';
import { failureText } from '@turnfleet/contract/words';
import type { TurnfleetError } from '@turnfleet/core';
import type { DialogueMove } from '@turnfleet/dialogue';
import { activeTraceId } from '@turnfleet/telemetry';
import type { HandoffMove } from './handoff/new-handoff.ts';
import type { ShadowFindings } from './shadow/shadow-of-turn.ts';
import { BudgetSpent } from './spending/budget-spent.ts';

/** What working on a turn came to, before it is a reply. */
export interface Outcome {
  readonly status: Reply['status'];
  readonly text: string;
  /** Id of the model that answered, `''` if none did. */
  readonly model: string;
  readonly toolCalls: readonly ToolCallRecord[];
  readonly suggestions: readonly string[];
  /** Unix milliseconds of the first word, null if there was none. */
  readonly firstTokenAt: number | null;
  readonly error?: ReplyError;
  /** What a failed turn is told in, where the words of its kind would mislead. */
  readonly words?: Readonly<Record<ShopLocale, string>>;
  /** How another model would have answered, where it was asked. */
  readonly shadow?: ShadowFindings;
  /** The call that waits for the shopper's yes after this turn; without it, what was held before is dropped. */
  readonly held?: PendingCall;
  /** Nothing was checked if it is absent. */
  readonly grounding?: Grounding;
  /** What flows made of the turn; absent: they had nothing to do with it. */
  readonly dialogue?: HeardTurn;
  /** What became of the conversation's handoff; absent: nothing. */
  readonly handoff?: HandoffMove;
  /** A person reads what the shopper said. */
  readonly toAgent?: true;
  /** What the next answers may rest on; absent: what they could before. */
  readonly results?: readonly KeptResult[];
}

/** A turn as flows heard it. */
export interface HeardTurn {
  /** Null: what the model's answer says of it counts. */
  readonly move: DialogueMove | null;
  readonly intent: string | null;
  readonly confidence?: number | undefined;
  /** Of the flow that ran, personal data masked. */
  readonly slots?: Reply['slots'];
}

const nothingUsed = {
  model: '',
  toolCalls: [],
  suggestions: [],
  firstTokenAt: null,
};

/** An outcome that no model has worded. */
export function outcomeInOurWords(status: Outcome['status'], text: string, more: Partial<Outcome>): Outcome {
  return { ...nothingUsed, ...more, status, text };
}

/** The outcome of a turn that ended with `error`; what was done by then stays in it. */
export function failedOutcome(error: TurnfleetError, locale: string, done: Partial<Outcome> = {}): Outcome {
  const row = errorTable[error.kind];
  const words = error instanceof BudgetSpent ? { words: error.words } : {};
  return outcomeInOurWords('failed', words.words?.[shopLocale(locale)] ?? failureText(error.kind, locale), {
    ...done,
    ...words,
    suggestions: [],
    error: {
      kind: error.kind,
      message: error.message,
      suggestion: error.details.suggestion ?? row.suggestion,
      retryable: row.retryable,
    },
  });
}

interface ReplyContext {
  readonly conversationId: string;
  readonly turnId: string;
  readonly locale: string;
  readonly traceId: string;
  /** Of the conversation after this turn. */
  readonly version: number;
  /** Unix milliseconds: the record's timestamp, begin of work, end of work. */
  readonly submittedAt: number;
  readonly startedAt: number;
  readonly endedAt: number;
  /** The later turn that carries the answer, if it is not this one. */
  readonly answeredBy?: string | null;
}

/**
 * The reply of a turn; what it cost is added when it is committed. All timings count from the record's timestamp;
 * `firstTokenMs` is 0 if no word came.
 */
export function replyOf(outcome: Outcome, context: ReplyContext): Reply {
  const sinceSubmitted = (at: number): number => Math.max(0, Math.round(at - context.submittedAt));
  return {
    conversationId: context.conversationId,
    turnId: context.turnId,
    status: outcome.status,
    text: outcome.text,
    locale: context.locale,
    model: outcome.model,
    toolCalls: [...outcome.toolCalls],
    suggestions: [...outcome.suggestions],
    sources: [],
    grounding: outcome.grounding ?? nothingChecked,
    usage: { inputTokens: 0, outputTokens: 0, costUsd: 0 },
    timings: {
      queuedMs: sinceSubmitted(context.startedAt),
      firstTokenMs: outcome.firstTokenAt === null ? 0 : sinceSubmitted(outcome.firstTokenAt),
      totalMs: sinceSubmitted(context.endedAt),
    },
    traceId: context.traceId,
    version: context.version,
    answeredBy: context.answeredBy ?? null,
    ...heardOf(outcome),
    ...(outcome.handoff && { handoff: { id: outcome.handoff.id, change: outcome.handoff.change } }),
    ...(outcome.toAgent && { toAgent: true }),
    ...(outcome.error ? { error: outcome.error } : {}),
  };
}

function heardOf({ dialogue }: Outcome): Pick<Reply, 'intent' | 'confidence' | 'slots'> {
  if (!dialogue) return {};
  const { intent, confidence, slots } = dialogue;
  return { intent, ...(confidence !== undefined && { confidence }), ...(slots && { slots }) };
}

/** The reply of a turn that ends without having been worked on: it began and ended at this moment. */
export const replyAtOnce = (
  outcome: Outcome,
  context: Omit<ReplyContext, 'traceId' | 'startedAt' | 'endedAt'>,
  at: number,
): Reply => replyOf(outcome, { ...context, traceId: activeTraceId(), startedAt: at, endedAt: at });
