import { type ConversationStore, homeUnder, type RunningTurnOf } from '@turnfleet/conversation';
import { expireScript, idleScript, readIdleScript, runningScript } from './idle-scripts.ts';
import { parseConversation } from './parse-conversation.ts';
import type { RedisContext } from './redis-context.ts';
import { runningTurns } from './redis-gateway.ts';

/** Of all that Redis holds, looked at in one call: some milliseconds. */
const keysPerCall = 5_000;

/** Flat as `key, number of values, value, …`. */
function* byKey(flat: readonly string[]): Generator<[string, readonly string[]]> {
  for (let at = 0; at < flat.length; ) {
    const count = Number(flat[at + 1]);
    yield [flat[at] ?? '', flat.slice(at + 2, at + 2 + count)];
    at += 2 + count;
  }
}

/** What belongs to the end of a conversation that nobody writes in any more. */
export function redisIdle({
  keys,
  client,
  partitions,
}: RedisContext): Pick<ConversationStore, 'running' | 'idle' | 'readIdle' | 'expire'> {
  return {
    async running(fence) {
      const found = new Map<string, RunningTurnOf[]>();
      for (let cursor = '0'; ; ) {
        const names = keys.ofPartition(fence.partition);
        const [, next = '0', ...flat] = await client.run(runningScript, names, fence, [cursor, keysPerCall]);
        // A page may have what an earlier one had.
        for (const [key, turns] of byKey(flat)) {
          const conversationId = keys.conversationOf(key);
          found.set(
            key,
            runningTurns(turns).map((turn) => ({ conversationId, ...turn })),
          );
        }
        if (next === '0') return [...found.values()].flat();
        cursor = next;
      }
    },

    async idle(fence, before, limit) {
      const [, ...idle] = await client.run(idleScript, keys.ofPartition(fence.partition), fence, [before, limit]);
      return idle.map((key) => keys.conversationOf(key));
    },

    async readIdle(fence, conversationId, before) {
      homeUnder(fence, conversationId, partitions);
      const names = keys.ofConversation(conversationId);
      const [kind, json = ''] = await client.run(readIdleScript, names, fence, [before]);
      return kind === 'yes' ? parseConversation(json, conversationId) : null;
    },

    async expire(fence, conversationId, version) {
      homeUnder(fence, conversationId, partitions);
      const [kind] = await client.run(expireScript, keys.ofConversation(conversationId), fence, [version]);
      return kind === 'gone';
    },
  };
}
