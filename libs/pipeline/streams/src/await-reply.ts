import type { ConversationGateway, TurnRef } from '@turnfleet/conversation';
import { openDoorbell } from './doorbell.ts';
import type { JournalDeps } from './follow.ts';
import { publishedReply } from './stream-event.ts';

export interface AwaitDeps extends JournalDeps {
  readonly gateway: Pick<ConversationGateway, 'reply'>;
}

/** The published reply of a turn, as JSON, as soon as there is one; null when there is none as `signal` aborts. */
export async function awaitReply(deps: AwaitDeps, turn: TurnRef, signal: AbortSignal): Promise<string | null> {
  const bell = await openDoorbell(deps, turn.conversationId, signal);
  try {
    for (;;) {
      const isLast = signal.aborted;
      bell.reset();
      const reply = await publishedReply(deps.gateway, turn);
      if (reply !== null) return JSON.stringify(reply);
      if (isLast) return null;
      await bell.rung();
    }
  } finally {
    bell.close();
  }
}
