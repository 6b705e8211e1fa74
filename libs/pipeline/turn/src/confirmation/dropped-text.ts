import type { Conversation } from '@turnfleet/contract/schemas';
import { shopperText } from '@turnfleet/contract/words';
import type { PendingToolCall } from '@turnfleet/tools';
import { betweenSteps } from '../read-step.ts';
import type { Outcome } from '../reply.ts';

/**
 * What a shopper is told whose turn leaves the call that was held to nobody: it was asked about, and no yes can run it any
 * more. `next` is the call they are asked about instead. Null if nothing was held, or the same is asked again.
 */
export function droppedText(
  { held, state }: Pick<Conversation, 'held' | 'state'>,
  locale: string,
  next: PendingToolCall | null = null,
): string | null {
  if (!held || (next && gistOf(held) === gistOf(next))) return null;
  // After a yes of which nobody knows what it came to, "not done" would be a claim.
  if (state !== 'confirmation') return shopperText('notKnown', locale);
  const notDone = shopperText('notDone', locale);
  return next ? notDone : notDone + shopperText('askAgain', locale);
}

/** The outcome of a turn that failed, which drops what was held as any other turn does and has no answer to say so in. */
export function withDropped(
  outcome: Outcome,
  conversation: Parameters<typeof droppedText>[0],
  locale: string,
): Outcome {
  if (outcome.status !== 'failed' || outcome.held) return outcome;
  const dropped = droppedText(conversation, locale);
  return dropped === null ? outcome : { ...outcome, text: outcome.text + betweenSteps + dropped };
}

const gistOf = ({ tool, arguments: args }: Pick<PendingToolCall, 'tool' | 'arguments'>): string =>
  JSON.stringify([tool, args]);
