import type { ConversationGateway, TurnRef } from '@turnfleet/conversation';
import type { Principal } from '@turnfleet/principal';
import type { FastifyRequest } from 'fastify';
import { expectTheirs } from '../auth/expect-theirs.ts';

type Looked = Pick<ConversationGateway, 'claimOwner' | 'ownerOf' | 'isLogged'>;

/**
 * Throws what a request for a turn was refused with, unless that turn of theirs was let in before: then it takes no room.
 * Whose turn it is comes first, or a full fleet would tell strangers which turns there are.
 */
export async function expectRoom(
  gateway: Looked,
  { entered, noRoom }: Pick<FastifyRequest, 'entered' | 'noRoom'>,
  principal: Principal,
  turn: TurnRef,
): Promise<void> {
  if (noRoom === null) return;
  await expectTheirs(gateway, { ...entered, principal }, turn.conversationId, () => noRoom);
  if (!(await gateway.isLogged(turn))) throw noRoom;
}
