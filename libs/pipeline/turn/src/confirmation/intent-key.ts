import { createHash } from 'node:crypto';
import type { TurnRef } from '@turnfleet/conversation';

/**
 * The idempotency key of a call that a model made in a turn: the same call in the same turn has the same key, whichever
 * worker's attempt it was, so that a turn that is worked on again repeats its effect instead of adding one (docs/adr/0020).
 */
export function intentKey(turn: TurnRef, tool: string, args: Readonly<Record<string, unknown>>): string {
  const intent = JSON.stringify([turn.conversationId, turn.turnId, tool, args]);
  return createHash('sha256').update(intent).digest('base64url');
}
