import { type Conversation, emptyConversation } from '@turnfleet/contract';
import {
  type ConversationStore,
  type Fence,
  fenced,
  homeUnder,
  journalLimit,
  ledgerTtlMs,
  snapshotOf,
  type TurnRef,
} from '@turnfleet/conversation';
import { pairs, unexpected } from './answer.ts';
import type { RedisContext } from './redis-context.ts';
import { restoreInto } from './redis-restore.ts';
import type { Script } from './script.ts';
import { beginScript, claimScript, commitScript, confirmScript, releaseScript, settleScript } from './store-scripts.ts';

export function redisStore(context: RedisContext): ConversationStore {
  const { redis, keys, journalTtlMs } = context;
  const run = async (script: Script, turn: TurnRef, fence: Fence, ...args: (string | number)[]) => {
    homeUnder(fence, turn.conversationId, context.partitions);
    const answer = await redis.run(script, keys.ofTurn(turn), [fence.generation, fence.epoch, ...args]);
    if (answer[0] === 'fenced') throw fenced(fence.partition);
    return answer;
  };

  return {
    async claim(partition) {
      const [kind, generation, epoch] = await redis.run(claimScript, [keys.meta(partition)], []);
      if (kind === 'lost') return { kind };
      return { kind: 'claimed', fence: { partition, generation: Number(generation), epoch: Number(epoch) } };
    },

    restore: (partition, generation, conversations) => restoreInto(context, partition, generation, conversations),

    async begin(turn, fence, name) {
      const [kind, ...rest] = await run(beginScript, turn, fence, ledgerTtlMs, name);
      if (kind === 'answered') {
        const [reply = '', published, ...state] = rest;
        return { kind, reply, published: published === '1', snapshot: snapshotFrom(state, turn, fence) };
      }
      const [json = '', attempt, abandoned, cancelled] = rest;
      const conversation = parseConversation(json, turn.conversationId);
      return {
        kind: 'fresh',
        conversation,
        attempt: Number(attempt),
        abandoned: Number(abandoned),
        cancelled: cancelled === '1',
      };
    },

    async release(turn, fence, name) {
      await run(releaseScript, turn, fence, name);
    },

    async commit({ basedOn, conversation, reply, ...turn }, fence) {
      const { version } = conversation;
      const args = [ledgerTtlMs, basedOn, turn.turnId, reply, version, JSON.stringify(conversation)];
      const [kind, ...state] = await run(commitScript, turn, fence, ...args);
      if (kind === 'conflict') return { kind };
      return { kind: 'committed', snapshot: snapshotFrom(state, turn, fence) };
    },

    async confirm(turn, reply, fence) {
      const [kind] = await run(confirmScript, turn, fence, reply);
      return kind === 'known';
    },

    async settle(turn, event, fence) {
      const args = [ledgerTtlMs, journalTtlMs, journalLimit, turn.turnId, JSON.stringify(event)];
      const [kind] = await run(settleScript, turn, fence, ...args);
      if (kind !== 'ok') throw unexpected(kind);
    },
  };
}

/** Our own writing: nothing else puts text there. */
export function parseConversation(json: string, conversationId: string): Conversation {
  return json === '' ? emptyConversation(conversationId) : (JSON.parse(json) as Conversation);
}

function snapshotFrom(state: readonly string[], { conversationId }: TurnRef, { generation, epoch }: Fence): string {
  const [json = '', ...unpublished] = state;
  const conversation = json === '' ? null : json;
  return snapshotOf({ generation, epoch, conversationId, conversation, unpublished: new Map(pairs(unpublished)) });
}
