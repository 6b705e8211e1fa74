import type { AuditedConversation, StateAudit } from '@turnfleet/conversation';
import { pairs } from './answer.ts';
import { auditConversationScript, auditPartitionScript, distrustScript } from './audit-scripts.ts';
import type { RedisContext } from './redis-context.ts';

/** Ledger entries in one script call: keeps it short for the others on the server. */
const entriesPerCall = 100;

export function redisAudit({ redis, keys }: RedisContext): StateAudit {
  async function look(conversationId: string, turnIds: readonly string[]): Promise<AuditedConversation> {
    const turns = turnIds.map((turnId) => keys.turn({ conversationId, turnId }));
    const answer = await redis.run(auditConversationScript, [...keys.ofConversation(conversationId), ...turns], []);
    const [, version, generation, epoch, ...flat] = answer;
    const entries = pairs(flat).map(([reply, published], i) => [turnIds[i] ?? '', reply, published === '1'] as const);
    const known = entries.filter(([, reply]) => reply !== '');
    return {
      version: Number(version),
      generation: Number(generation),
      epoch: Number(epoch),
      ledger: new Map(known.map(([turnId, reply, published]) => [turnId, { reply, published }])),
    };
  }

  return {
    async partition(partition) {
      const names = keys.ofPartition(partition);
      const answer = await redis.run(auditPartitionScript, names, [redis.server(names)]);
      const [kind, generation, epoch, conversations = '', replies = '', readable, ...open] = answer;
      if (kind === 'lost') return null;
      return {
        generation: Number(generation),
        epoch: Number(epoch),
        readable: readable === '1',
        applied: { conversations: BigInt(conversations), replies: BigInt(replies) },
        unpublished: open.map((key) => keys.turnOf(key)),
      };
    },

    async conversation(conversationId, turnIds) {
      const first = await look(conversationId, turnIds.slice(0, entriesPerCall));
      const ledger = new Map(first.ledger);
      for (let from = entriesPerCall; from < turnIds.length; from += entriesPerCall) {
        const more = await look(conversationId, turnIds.slice(from, from + entriesPerCall));
        for (const [turnId, entry] of more.ledger) ledger.set(turnId, entry);
      }
      return { ...first, ledger };
    },

    async distrust(partition) {
      const [kind] = await redis.run(distrustScript, keys.ofPartition(partition), []);
      return kind === 'ok';
    },
  };
}
