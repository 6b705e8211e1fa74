import { type Conversation, shopLocale } from '@turnfleet/contract/schemas';
import type { PendingToolCall } from '@turnfleet/tools';
import { betweenSteps } from '../read-step.ts';
import type { Outcome } from '../reply.ts';

const texts = {
  'zh-CN': {
    notDone: '刚才请您确认的事项没有办理。',
    askAgain: '如果仍然需要，请再告诉我一次。',
    notKnown: '刚才请您确认的事项是否已经办理，目前还不能确定，我不会再继续处理。如需核实，请联系人工客服。',
  },
  en: {
    notDone: 'What I asked you to confirm has not been done.',
    askAgain: ' If you still want it, just ask me again.',
    notKnown:
      'I cannot tell whether what you confirmed went through, and I am not going on with it. To find out, please contact our staff.',
  },
} as const;

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
  const { notDone, askAgain, notKnown } = texts[shopLocale(locale)];
  // After a yes of which nobody knows what it came to, "not done" would be a claim.
  if (state !== 'confirmation') return notKnown;
  return next ? notDone : notDone + askAgain;
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
