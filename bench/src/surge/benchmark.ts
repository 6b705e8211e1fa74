import { randomBytes } from 'node:crypto';
import { silentLogger, TurnfleetError, wait } from '@turnfleet/core';
import { ensureTopics, openKafkaLog } from '@turnfleet/kafka';
import { apiKeyRecordSchema, hashOfSecret, mintSecret } from '@turnfleet/principal';
import { createRedisAccess, openRedis } from '@turnfleet/redis';
import type { Settings } from '../settings.ts';
import { type Offering, offering } from './offering.ts';
import { startPart } from './part-of-fleet.ts';
import { repliesSince, repliesSoFar } from './replies.ts';
import { type Round, resultOf, type SurgeResult } from './result.ts';

const firstTokenMs = 800;
/** Of the capacity, offered before the surge; and how many times as much at its height. */
const calmShare = 0.4;
const times = 75;
const rampMs = 3_000;
const heightMs = 8_000;
const beforeMs = 10_000;
const otherShare = 0.1;

/** Offers 75 times as many turns within 3 s to a worker of so many places, while another tenant chats on. */
export async function runSurge(settings: Settings, places: number): Promise<SurgeResult> {
  const { servers, rounds, clock, log } = settings;
  if (!servers.owned)
    throw new TurnfleetError('invalid_request', 'surge takes over chat.turns and its state.', {
      suggestion:
        'Run it without KAFKA_BROKERS and REDIS_URL, and with nothing on their default ports: then it starts its own.',
    });
  const parts = { clock, logger: silentLogger, clientId: 'bench' };
  await ensureTopics({ ...parts, brokers: servers.brokers });
  const [kafka, redis] = [
    await openKafkaLog({ ...parts, brokers: servers.brokers }),
    await openRedis({ ...parts, url: servers.redisUrl }),
  ];
  const keys = new Map<string, string>();
  for (const tenant of ['flood', 'other']) {
    const key = mintSecret('tfk');
    keys.set(tenant, key);
    const record = {
      ...{ id: `key-${tenant}`, sha256: hashOfSecret(key), tenant, user: 'u-1', scopes: ['chat'] },
      ...{ rateClass: 'unlimited', createdAt: new Date(clock.now()).toISOString() },
    };
    await createRedisAccess(redis).put(apiKeyRecordSchema.parse(record));
  }
  const env = {
    ...{ KAFKA_BROKERS: servers.brokers.join(','), REDIS_URL: servers.redisUrl, AUTH_MODE: 'apikey' },
    ...{ TURN_SIGNING_KEYS: `bench:${randomBytes(32).toString('hex')}`, OTEL_SDK_DISABLED: 'true' },
    ...{ MAX_TURNS_IN_FLIGHT: String(places), SIM_LLM_TTFT_MS: String(firstTokenMs) },
  };
  log('starting a fleet without the ingress, and the ingress');
  const workers = await startPart({
    env,
    only: ['registry', 'product', 'inventory', 'pricing', 'logistics', 'customer', 'sim-llm', 'orchestrator'],
  });
  const door = await startPart({ env, only: ['ingress'] });
  const client = offering(clock, door.addresses['ingress.http'] ?? '', keys);
  try {
    const all: Round[] = [];
    for (let round = 1; round <= rounds; round++) {
      log(`round ${round} of ${rounds}`);
      all.push(await surge(settings, places, client, kafka));
    }
    return resultOf(rounds, all);
  } finally {
    await client.close();
    await door.stop();
    await workers.stop();
    await Promise.all([kafka.close(), redis.stop()]);
  }
}

async function surge(
  { clock, log }: Settings,
  places: number,
  client: Offering,
  kafka: Parameters<typeof repliesSince>[0] & Parameters<typeof repliesSoFar>[0],
): Promise<Round> {
  const pause = (ms: number) => wait(clock, ms);
  const capacity = await client.saturate('flood', 9_000, Math.round(1.25 * places));
  log(`  capacity: ${capacity.toFixed(1)} turns/s`);
  await pause(3_000);
  const from = await repliesSoFar(kafka);
  const first = client.offered.length;
  const startedAt = clock.monotonic();
  const wallAt = clock.now() - startedAt;
  const surgeAt = startedAt + beforeMs;
  const calmly = calmShare * capacity;
  const rate = (t: number): number => {
    if (t < beforeMs) return calmly;
    return calmly * (1 + (times - 1) * Math.min(1, (t - beforeMs) / rampMs));
  };
  const length = beforeMs + rampMs + heightMs;
  await Promise.all([client.offer('flood', length, rate), client.offer('other', length, () => otherShare * capacity)]);
  const endedAt = clock.monotonic();
  log(`  offered ${client.offered.length - first} turns; waiting for the last replies`);
  await pause(15_000);
  const answered = await repliesSince(kafka, from);
  return {
    capacity,
    offered: client.offered.slice(first),
    answered,
    surgeAt,
    heightAt: surgeAt + rampMs,
    endedAt,
    wallAt,
  };
}
