import { shopLocale } from '@turnfleet/contract/schemas';
import { failureText } from '@turnfleet/contract/words';
import type { AnswerableTurn } from './answerable-turn.ts';
import { withDropped } from './confirmation/dropped-text.ts';
import { type Outcome, outcomeInOurWords } from './reply.ts';

/**
 * How turns end, by turn id, that left the work which came to `outcome`. They all end for the same reason; what was
 * done by then is told of the first of them. The `first` of the group ends before the others are answered, so it is that
 * one which drops what was held.
 */
export function leftOutcomes(
  left: readonly AnswerableTurn[],
  outcome: Outcome,
  first: AnswerableTurn | undefined,
): Map<string, Outcome> {
  return new Map(
    left.map((one, i) => {
      const bare = withoutWork(outcome, one.locale);
      const own = i === 0 ? { ...outcome, text: bare.text } : bare;
      return [one.turn.turnId, one === first ? withDropped(own, one.begun.conversation, one.locale) : own];
    }),
  );
}

/** How a turn ended that had no work of its own; of one that failed, it has words fit to show. */
export function withoutWork({ status, error, words, firstTokenAt }: Outcome, locale: string): Outcome {
  const text = error ? (words?.[shopLocale(locale)] ?? failureText(error.kind, locale)) : '';
  return outcomeInOurWords(status, text, { firstTokenAt, ...(error ? { error } : {}) });
}
