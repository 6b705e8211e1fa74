import { randomBytes } from 'node:crypto';
import { homePartition } from '@turnfleet/contract/events';
import { claimAll } from '@turnfleet/conversation/testing';
import { silentLogger, systemClock } from '@turnfleet/core';
import { apiKeyRecordSchema, hashOfSecret, mintSecret } from '@turnfleet/principal';
import { createRedisAccess, createRedisState, openRedis } from '@turnfleet/redis';
import type { Usage } from '../connections/contender.ts';
import { startServer } from '../connections/server-process.ts';
import type { StreamAddress } from './come-back.ts';

/** A server and what its clients read there: each a stream of two events. */
export interface ServedStreams {
  readonly name: string;
  readonly streams: readonly StreamAddress[];
  usage(): Promise<Usage>;
  stop(): Promise<void>;
}

const partitions = 24;
const atOnce = 100;

/** The ingress on Redis, each client a user with a key and a conversation of their own. */
export async function ingressStreams(redisUrl: string, count: number): Promise<ServedStreams> {
  const redis = await openRedis({ url: redisUrl, clock: systemClock, logger: silentLogger });
  const { store, gateway, journal } = createRedisState({ redis, partitions, journalTtlMs: 3_600_000 });
  const fences = await claimAll(store, partitions);
  const access = createRedisAccess(redis);
  const server = await startServer('serve-turnfleet.ts', {
    ...{ REDIS_URL: redisUrl, AUTH_MODE: 'apikey', MAX_STREAMS: '100000' },
    TURN_SIGNING_KEYS: `bench:${randomBytes(32).toString('hex')}`,
  });
  const run = `back-${Date.now().toString(36)}`;
  const create = async (i: number): Promise<StreamAddress> => {
    const id = `${run}-${i}`;
    const key = mintSecret('tfk');
    const record = { id: `key-back${i}`, sha256: hashOfSecret(key), tenant: 'shop', user: id, scopes: ['chat'] };
    await access.put(apiKeyRecordSchema.parse({ ...record, createdAt: new Date().toISOString() }));
    await gateway.claimOwner(id, { tenant: 'shop', user: id });
    const fence = fences[homePartition(id, partitions)];
    if (!fence) throw new Error('A partition has no owner.');
    const accepted = { type: 'turn.accepted' as const, turnId: 't', text: '?', submittedAt: new Date().toISOString() };
    await journal.accept(id, accepted, '');
    const piece = { type: 'reply.delta' as const, turnId: 't', text: 'x'.repeat(200) };
    await journal.append(id, [piece], 1, { fence, attempt: 1 });
    return { url: server.url, path: `/v1/conversations/${id}/events`, key };
  };
  const streams: StreamAddress[] = [];
  for (let at = 0; at < count; at += atOnce) {
    const some = Array.from({ length: Math.min(atOnce, count - at) }, (_, i) => create(at + i));
    streams.push(...(await Promise.all(some)));
  }
  return {
    ...{ name: 'turnfleet', streams, usage: () => server.usage() },
    stop: async () => {
      await server.stop();
      await redis.stop();
    },
  };
}

/** What Node's own server takes for the same bytes, without asking who comes or what they missed. */
export async function bareStreams(count: number): Promise<ServedStreams> {
  const server = await startServer('../reconnects/serve-bare.ts', {});
  const streams = Array.from({ length: count }, (_, i) => ({ url: server.url, path: `/${i}`, key: mintSecret('tfk') }));
  return { name: 'node:http', streams, usage: () => server.usage(), stop: () => server.stop() };
}
