import { type Owner, ownerSchema } from '@turnfleet/contract/schemas';
import { type ConversationGateway, ledgerTtlMs, type Ownership } from '@turnfleet/conversation';
import { unexpectedAnswer } from './answer.ts';
import { ownerScript } from './gateway-scripts.ts';
import { ownerText } from './owner-text.ts';
import type { RedisContext } from './redis-context.ts';

/**
 * A claim is a key of its own, so that it works before there is a conversation. It ends before the conversation can be
 * forgotten; what came with the last commit counts then. One look costs the same whatever the answer.
 */
export function redisOwners({ redis, keys }: RedisContext): Pick<ConversationGateway, 'claimOwner' | 'ownerOf'> {
  const find = async (id: string, claimed: string): Promise<Ownership> => {
    const names = [...keys.ofConversation(id), keys.owner(id)];
    const [kind, text = ''] = await redis.run(ownerScript, names, [redis.server(names), claimed, ledgerTtlMs]);
    if (kind === 'lost' || kind === 'none' || kind === 'unowned') return { kind };
    if (kind === 'owned') return { kind, owner: ownerSchema.parse(JSON.parse(text)) };
    throw unexpectedAnswer(kind);
  };
  return {
    claimOwner: (conversationId, owner: Owner) => find(conversationId, ownerText(owner)),
    ownerOf: (conversationId) => find(conversationId, ''),
  };
}
