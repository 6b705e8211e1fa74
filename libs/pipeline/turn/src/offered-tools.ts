import type { FlowSet } from '@turnfleet/flows';
import { type CountTokens, type ModelTool, openAiTools } from '@turnfleet/model';
import type { Tool } from '@turnfleet/tools';
import { toolsBesideFlows } from './flows/tools-beside-flows.ts';
import { suggester } from './suggestions.ts';
import { type PlainQuestion, plainQuestions } from './without-model/plain-questions.ts';

/** What a turn is offered when it begins, and keeps to its end. */
export interface OfferedTools {
  /** All that can be had, for flows and for calls. */
  readonly tools: readonly Tool[];
  /** What a model is shown of them. The same array for equal offers: it is serialised once. */
  readonly forModel: readonly ModelTool[];
  /** What the description of those takes in every request. */
  readonly tokens: number;
  /** What to ask next, given the names of the tools called in the turn. */
  readonly suggest: (called: readonly string[], locale: string) => readonly string[];
  /** What the tools can answer by themselves, given what the shopper said and their city; null if it takes a model. */
  readonly plainQuestion: (text: string, city: string | null) => PlainQuestion | null;
}

/** Tools that may change from one turn to the next; a conversation has the same as long as they can be had. */
export type OfferTools = (conversationId: string) => OfferedTools;

/**
 * `offer` gives the same array for the same tools: what is made of it is made once. `flows` are those that dialogues may
 * begin now, null where none run.
 */
export function toolOffers(
  offer: (conversationId: string) => readonly Tool[],
  countTokens: CountTokens,
  flows: (() => FlowSet) | null,
): OfferTools {
  const known = new WeakMap<readonly Tool[], { readonly flows: FlowSet | null; readonly offered: OfferedTools }>();
  return (conversationId) => {
    const tools = offer(conversationId);
    const now = flows?.() ?? null;
    const made = known.get(tools);
    if (made && made.flows === now) return made.offered;
    const forModel = now ? toolsBesideFlows(tools, now) : tools;
    const offered: OfferedTools = {
      tools,
      forModel,
      tokens: countTokens(JSON.stringify(openAiTools(forModel))),
      suggest: suggester(tools),
      plainQuestion: plainQuestions(tools),
    };
    known.set(tools, { flows: now, offered });
    return offered;
  };
}
