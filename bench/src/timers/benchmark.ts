import { emptyConversation } from '@turnfleet/contract/schemas';
import type { ConversationStore, Fence } from '@turnfleet/conversation';
import { atStart } from '@turnfleet/conversation/testing';
import { silentLogger } from '@turnfleet/core';
import { createRedisState, openRedis } from '@turnfleet/redis';
import { Redis } from 'ioredis';
import { machineOf, type Settings } from '../settings.ts';
import type { CostOfStore, TimersResult } from './result.ts';

const atOnce = 200;
const looks = 2_000;
const hourMs = 3_600_000;
const prefix = 'tf-bench-timers';

/**
 * What a conversation that waits costs Redis beside one that does not, in memory and at each commit, and what it costs to look
 * while nothing is due. `conversations` wait at once. The server has to be alone, as its own counts are taken.
 */
export async function runTimers(
  { rounds, clock, log, servers }: Settings,
  conversations: number,
): Promise<TimersResult> {
  const raw = new Redis(servers.redisUrl);
  const redis = await openRedis({ url: servers.redisUrl, prefix, clock, logger: silentLogger });
  try {
    const measured: { readonly without: CostOfStore; readonly waiting: CostOfStore; readonly lookMicros: number }[] =
      [];
    for (let round = 0; round < rounds; round++) {
      const { store } = createRedisState({ redis, partitions: 1, journalTtlMs: hourMs });
      await forget(raw);
      const without = await costOf(raw, store, conversations, null);
      await forget(raw);
      const waiting = await costOf(raw, store, conversations, clock.now() + hourMs);
      const fence = await store.claim(0);
      if (fence.kind !== 'claimed') throw new Error('The partition is lost.');
      const before = await cpuMicros(raw);
      for (let look = 0; look < looks; look++) await store.claimTimers(fence.fence, 50, hourMs);
      const lookMicros = ((await cpuMicros(raw)) - before) / looks;
      measured.push({ without, waiting, lookMicros });
      log(`round ${round + 1} of ${rounds}`);
    }
    await forget(raw);
    return { rounds, machine: machineOf(), conversations, measured };
  } finally {
    await redis.stop();
    raw.disconnect();
  }
}

async function costOf(
  raw: Redis,
  store: ConversationStore,
  conversations: number,
  dueAt: number | null,
): Promise<CostOfStore> {
  const fence = await store.restore(0, 1, nothing(), atStart);
  const [memory, cpu] = [await usedBytes(raw), await cpuMicros(raw)];
  for (let from = 0; from < conversations; from += atOnce)
    await Promise.all(
      Array.from({ length: Math.min(atOnce, conversations - from) }, (_, i) => commit(store, fence, from + i, dueAt)),
    );
  return {
    bytesEach: ((await usedBytes(raw)) - memory) / conversations,
    microsEach: ((await cpuMicros(raw)) - cpu) / conversations,
  };
}

async function commit(store: ConversationStore, fence: Fence, i: number, dueAt: number | null): Promise<void> {
  const conversationId = `conversation-${String(i).padStart(8, '0')}`;
  const at = new Date(dueAt ?? 0).toISOString();
  const timer = dueAt === null ? {} : { timer: { kind: 'inactive', dueAt: at, since: at } as const };
  const conversation = { ...emptyConversation(conversationId, 1), ...timer };
  const change = { conversationId, basedOn: 0, conversation, replies: [{ turnId: 't-1', reply: '{}' }] };
  await store.commit(change, fence);
}

async function* nothing(): AsyncGenerator<never> {}

const infoOf = async (raw: Redis, section: string, name: string): Promise<number> =>
  Number(new RegExp(`^${name}:([\\d.]+)`, 'm').exec(await raw.info(section))?.[1]);

const usedBytes = (raw: Redis): Promise<number> => infoOf(raw, 'memory', 'used_memory');

/** Of the server's main thread: user and system. */
async function cpuMicros(raw: Redis): Promise<number> {
  const parts = ['used_cpu_user_main_thread', 'used_cpu_sys_main_thread'];
  const seconds = await Promise.all(parts.map((name) => infoOf(raw, 'cpu', name)));
  return seconds.reduce((sum, one) => sum + one, 0) * 1e6;
}

async function forget(raw: Redis): Promise<void> {
  for (let cursor = '0'; ; ) {
    const [next, found] = await raw.scan(cursor, 'MATCH', `{${prefix}:*`, 'COUNT', 10_000);
    if (found.length > 0) await raw.del(...found);
    if (next === '0') return;
    cursor = next;
  }
}
