import { type CountTokens, openAiTools } from '@turnfleet/model';
import type { Tool } from '@turnfleet/tools';
import { suggester } from './suggestions.ts';
import { type PlainQuestion, plainQuestions } from './without-model/plain-questions.ts';

/** What a turn is offered when it begins, and keeps to its end. */
export interface OfferedTools {
  /** The same array for equal offers: it is serialised once. */
  readonly tools: readonly Tool[];
  /** What the description of the tools takes in every request. */
  readonly tokens: number;
  /** What to ask next, given the names of the tools called in the turn. */
  readonly suggest: (called: readonly string[], locale: string) => readonly string[];
  /** What the tools can answer by themselves, given what the shopper said and their city; null if it takes a model. */
  readonly plainQuestion: (text: string, city: string | null) => PlainQuestion | null;
}

/** Tools that may change from one turn to the next; a conversation has the same as long as they can be had. */
export type OfferTools = (conversationId: string) => OfferedTools;

/** `offer` gives the same array for the same tools: what is made of it is made once. */
export function toolOffers(offer: (conversationId: string) => readonly Tool[], countTokens: CountTokens): OfferTools {
  const known = new WeakMap<readonly Tool[], OfferedTools>();
  return (conversationId) => {
    const tools = offer(conversationId);
    const made = known.get(tools) ?? {
      tools,
      tokens: countTokens(JSON.stringify(openAiTools(tools))),
      suggest: suggester(tools),
      plainQuestion: plainQuestions(tools),
    };
    known.set(tools, made);
    return made;
  };
}
