import type { StateAudit } from '@turnfleet/conversation';
import { isReadable, type Memory, turnKey } from './memory.ts';
import { appliedTo } from './memory-positions.ts';

export function memoryAudit(memory: Memory): StateAudit {
  return {
    async partition(partition) {
      const meta = memory.data.metas.get(partition);
      if (!meta) return null;
      const { generation, epoch } = meta;
      const unpublished = [...meta.open.keys()].map((key) => {
        const [conversationId = '', turnId = ''] = key.split('/');
        return { conversationId, turnId };
      });
      return { generation, epoch, readable: isReadable(memory, meta), applied: appliedTo(meta), unpublished };
    },

    async conversation(conversationId, turnIds) {
      const { version, generation, epoch } = memory.data.conversations.get(conversationId) ?? nothing;
      const known = turnIds.flatMap((turnId) => {
        const { reply, published } = memory.data.turns.get(turnKey({ conversationId, turnId })) ?? {};
        return reply === undefined ? [] : [[turnId, { reply, published: published === true }] as const];
      });
      return { version, generation, epoch, ledger: new Map(known) };
    },

    async distrust(partition) {
      const meta = memory.data.metas.get(partition);
      if (!meta) return false;
      meta.serverRun = noServer;
      meta.applied = { conversations: 0n, replies: 0n };
      return true;
    },
  };
}

const nothing = { version: 0, generation: 0, epoch: 0 };
/** Runs are counted from 1. */
const noServer = 0;
