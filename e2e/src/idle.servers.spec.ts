import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Backbone, openBackbone } from '@turnfleet/backbone';
import { decodeTombstone, encodeTurn, homePartition, type Rank, topics } from '@turnfleet/contract/events';
import { shopTimeZone } from '@turnfleet/contract/schemas';
import { RetryBudget, silentLogger, systemClock, TurnfleetError } from '@turnfleet/core';
import { type ModelClient, plainRouter } from '@turnfleet/model';
import { eventually } from '@turnfleet/testing/eventually';
import { readAnew } from '@turnfleet/tools';
import { grantedToEverybody, toolsOfTurn } from '@turnfleet/turn';
import { engineLife, startWorker, type Worker } from '@turnfleet/worker';
import { Redis } from 'ioredis';
import { describeOnServers, startingMs } from './servers.ts';

const patienceMs = 60_000;
const hourMs = 3_600_000;

/** Says the same to everybody. */
const model: ModelClient = {
  async *stream() {
    yield { kind: 'text', text: 'Three.' };
    yield { kind: 'end', toolCalls: [], reason: 'stop', usage: { inputTokens: 1, outputTokens: 1 } };
  },
};
const noTools = toolsOfTurn(
  {
    transport: { call: () => Promise.reject(new TurnfleetError('tool_failed', 'There is none.')) },
    clock: systemClock,
    retryBudget: new RetryBudget(),
    zoneOf: () => shopTimeZone,
    readTool: readAnew(systemClock),
  },
  grantedToEverybody,
);

describeOnServers('a conversation in which nobody writes any more', ['kafka', 'redis'], (servers) => {
  const conversationId = `idle-${process.pid}-${Date.now().toString(36)}`;
  const partition = homePartition(conversationId, 24);
  const key = `{tf:${partition}}:conversation/${conversationId}`;
  let backbone: Backbone;
  let worker: Worker;
  let raw: Redis;

  beforeAll(async () => {
    const { brokers, env } = servers();
    const parts = { clientId: 'e2e-idle', clock: systemClock, logger: silentLogger };
    const redisUrl = env['REDIS_URL'];
    backbone = await openBackbone({ ...parts, brokers: brokers.split(','), redisUrl, journalTtlMs: hourMs });
    worker = await startWorker({
      ...backbone,
      ...parts,
      newId: randomUUID,
      life: engineLife(),
      model: { client: model, router: plainRouter(systemClock), countTokens: (text) => text.length },
      toolBox: { offer: () => [], ofTurn: noTools },
      maintenance: { idleMs: hourMs, everyMs: 500, random: () => 0.5 },
      config: {
        KAFKA_GROUP_ID: env['KAFKA_GROUP_ID'] ?? '',
        TURN_DEADLINE_SECONDS: 30,
        COALESCE_MS: 0,
        SHOP_TIME_ZONE: shopTimeZone,
        GROUNDING_OFF: new Set(['*']),
        DRAIN_SECONDS: 5,
        MAX_TURNS_IN_FLIGHT: 100,
        MAX_TURN_ATTEMPTS: 3,
      },
    });
    raw = new Redis(redisUrl ?? '');
  }, startingMs);
  afterAll(async () => {
    await raw?.quit();
    await worker?.stop();
    await backbone?.stop();
  }, startingMs);

  /** Asks, and waits for the conversation that has the answer. */
  async function ask(turnId: string) {
    await backbone.log.append(encodeTurn({ conversationId, turnId, text: '你好' }, partition));
    return eventually(`${turnId} is answered`, patienceMs, async () => {
      const view = await viewed();
      return view?.conversation.turns.some((turn) => turn.turnId === turnId) ? view.conversation : null;
    });
  }

  async function viewed() {
    try {
      return await backbone.gateway.view(conversationId);
    } catch (error) {
      // Its partition is being taken, or restored.
      if (error instanceof TurnfleetError && error.kind === 'overloaded') return null;
      throw error;
    }
  }

  async function tombstones(): Promise<Rank[]> {
    const found: Rank[] = [];
    for await (const record of backbone.log.read(topics.conversations, partition, 0n)) {
      const rank = String(record.key && Buffer.from(record.key)) === conversationId ? decodeTombstone(record) : null;
      if (rank) found.push(rank);
    }
    return found;
  }

  it(
    'ends with a tombstone and leaves Redis; goes on anew, and only that is restored after a flush',
    async () => {
      expect(await ask('t-1')).toMatchObject({ version: 1 });
      expect(await ask('t-2')).toMatchObject({ version: 2 });

      // As if nobody had written for longer than an hour.
      expect(await raw.zadd(`{tf:${partition}}:idle`, 'XX', 'CH', 1, key)).toBe(1);
      await eventually('it is forgotten', patienceMs, async () => ((await raw.exists(key)) === 0 ? true : null));
      expect(await tombstones()).toMatchObject([{ version: 2 }]);

      const anew = await ask('t-3');
      expect(anew.version).toBeGreaterThan(2);
      expect(anew.turns.map(({ turnId }) => turnId)).toEqual(['t-3']);

      const own = await raw.keys(`{tf:${partition}}:*`);
      await raw.del(own);
      const restored = await eventually(
        'it is restored',
        patienceMs,
        async () => (await viewed())?.conversation ?? null,
      );
      expect(restored).toEqual(anew);
      expect(await ask('t-4')).toMatchObject({ version: anew.version + 1 });
    },
    3 * patienceMs,
  );
});
