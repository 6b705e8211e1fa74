import { idSchema } from '@turnfleet/contract/schemas';
import type { TurnRef } from '@turnfleet/conversation';

const nameOf = ({ conversationId, turnId }: TurnRef): string =>
  Buffer.from(`${conversationId}/${turnId}`).toString('base64url');

/** Ids that say which turn they are of: nothing has to be kept for them, and whose it is is looked up as ever. */
export const responseId = (turn: TurnRef): string => `resp_${nameOf(turn)}`;
export const messageId = (turn: TurnRef): string => `msg_${nameOf(turn)}`;

/** The turn that an id of ours is of; null: it is none of ours. */
export function turnOf(id: string): TurnRef | null {
  const name = /^(?:resp|msg)_([\w-]+)$/.exec(id)?.[1];
  if (name === undefined) return null;
  const [conversationId, turnId, ...more] = Buffer.from(name, 'base64url').toString().split('/');
  const isRef = more.length === 0 && idSchema.safeParse(conversationId).success && idSchema.safeParse(turnId).success;
  return isRef && conversationId && turnId ? { conversationId, turnId } : null;
}
