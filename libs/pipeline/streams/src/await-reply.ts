import type { ConversationDesk, TurnRef } from '@turnfleet/conversation';
import { openDoorbell } from './doorbell.ts';
import type { JournalParts } from './follow.ts';

export interface AwaitParts extends JournalParts {
  readonly desk: Pick<ConversationDesk, 'reply'>;
}

/** The published reply of a turn (its record value) as soon as there is one; null when there is none as `signal` aborts. */
export async function awaitReply(parts: AwaitParts, turn: TurnRef, signal: AbortSignal): Promise<string | null> {
  const bell = await openDoorbell(parts, turn.conversationId, signal);
  try {
    for (;;) {
      const isLast = signal.aborted;
      bell.reset();
      const reply = await parts.desk.reply(turn);
      if (reply !== null) return reply;
      if (isLast) return null;
      await bell.rung();
    }
  } finally {
    bell.close();
  }
}
