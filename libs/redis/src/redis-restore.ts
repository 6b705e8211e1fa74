import { randomUUID } from 'node:crypto';
import { type Fence, fenced, ledgerTtlMs, type RestoredConversation } from '@turnfleet/conversation';
import { Semaphore } from '@turnfleet/core';
import type { RedisContext } from './redis-context.ts';
import type { Script } from './script.ts';
import { restoreConversationScript, restoreEndScript, restoreStartScript } from './store-scripts.ts';

/** Ledger entries in one script call: keeps it short for the others on the server. */
const entriesPerCall = 100;
const conversationsAtOnce = 64;

/** Whoever starts last goes on; the token of an earlier restore, or of one before a loss, is worth nothing. */
export async function restoreInto(
  context: RedisContext,
  partition: number,
  generation: number,
  conversations: AsyncIterable<RestoredConversation>,
): Promise<Fence> {
  const { redis, keys } = context;
  const token = randomUUID();
  const run = async (script: Script, names: readonly string[], args: readonly (string | number)[]): Promise<void> => {
    const [kind] = await redis.run(script, names, args);
    if (kind !== 'ok') throw fenced(partition);
  };
  const meta = [keys.meta(partition)];
  await run(restoreStartScript, meta, [token]);
  await eachAtOnce(conversations, conversationsAtOnce, async (restored) => {
    for (const { names, args } of callsFor(context, restored, token)) await run(restoreConversationScript, names, args);
  });
  await run(restoreEndScript, meta, [token, generation]);
  return { partition, generation, epoch: 1 };
}

interface Call {
  readonly names: readonly string[];
  readonly args: readonly (string | number)[];
}

function callsFor({ keys }: RedisContext, restored: RestoredConversation, token: string): Call[] {
  const { conversation, generation, epoch, published, unpublished } = restored;
  const { conversationId, version } = conversation;
  const entries = [
    ...[...published].map(([turnId, reply]) => [turnId, reply, '1'] as const),
    ...[...unpublished].map(([turnId, reply]) => [turnId, reply, '0'] as const),
  ];
  return Array.from({ length: Math.max(1, Math.ceil(entries.length / entriesPerCall)) }, (_, call) => {
    const part = entries.slice(call * entriesPerCall, (call + 1) * entriesPerCall);
    const whole = call === 0;
    const head = [token, ledgerTtlMs, whole ? '1' : '0', generation, version, epoch];
    return {
      names: [...keys.ofConversation(conversationId), ...part.map(([turnId]) => keys.turn({ conversationId, turnId }))],
      args: [...head, whole ? JSON.stringify(conversation) : '', ...part.flat()],
    };
  });
}

/** Works on up to `size` items at once; the first failure ends it, after those running have ended. */
async function eachAtOnce<T>(items: AsyncIterable<T>, size: number, work: (item: T) => Promise<void>): Promise<void> {
  const places = new Semaphore(size);
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  try {
    for await (const item of items) {
      const entered = Promise.withResolvers<void>();
      const done = places
        .run(() => {
          entered.resolve();
          return work(item);
        })
        .catch((error: unknown) => void failures.push(error))
        .finally(() => running.delete(done));
      running.add(done);
      await entered.promise;
      if (failures.length > 0) break;
    }
  } finally {
    await Promise.all(running);
  }
  if (failures.length > 0) throw failures[0];
}
