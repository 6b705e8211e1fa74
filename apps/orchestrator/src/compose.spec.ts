import { describe, expect, it } from '@jest/globals';
import { decodeReply, encodeTurn, homePartition, topics } from '@turnfleet/contract/events';
import { silentLogger } from '@turnfleet/core';
import { countingIds, ManualClock } from '@turnfleet/core/testing';
import {
  chatTopics,
  createEmbeddedLog,
  createMemoryBudgets,
  createMemoryFleetStatus,
  createMemoryHandoffs,
  createMemoryLoads,
  createMemoryQuota,
} from '@turnfleet/embedded';
import { memoryServer } from '@turnfleet/embedded/testing';
import { startOpsServer } from '@turnfleet/service-kit';
import { type Adapters, compose } from './compose.ts';
import { configSchema } from './config.ts';

const partitions = 2;
/** Nothing listens on any port named here. */
const config = configSchema.parse({ OPS_PORT: '0', SIM_LLM_PORT: '1', PRODUCT_PORT: '1', INVENTORY_PORT: '1' });

function given(more: Partial<Adapters> = {}) {
  const clock = new ManualClock();
  const log = createEmbeddedLog(clock, chatTopics(partitions));
  const server = memoryServer({ clock, partitions, journalTtlMs: 3_600_000 });
  const state = server.connect();
  const fleetStatus = createMemoryFleetStatus(clock);
  const adapters = {
    clock,
    log,
    feed: log,
    ...state,
    fleetStatus,
    budgets: createMemoryBudgets(),
    handoffs: createMemoryHandoffs(clock),
    endpointQuota: createMemoryQuota(clock),
    loads: createMemoryLoads(clock),
    partitions,
    checks: [],
    logger: silentLogger,
    newId: countingIds('run'),
  };
  return { clock, log, server, adapters: { ...adapters, ...more } };
}

async function repliesIn(log: ReturnType<typeof given>['log']) {
  const replies = [];
  for (let partition = 0; partition < partitions; partition++) {
    for await (const record of log.read(topics.replies, partition, 0n)) replies.push(decodeReply(record));
  }
  return replies;
}

describe('the composed orchestrator', () => {
  it('takes turns from the log until it is stopped, and leaves nothing behind', async () => {
    const { clock, log, adapters } = given();
    const turn = { conversationId: 'c-1', turnId: 't-1', text: 'In stock?' };
    await log.append(encodeTurn(turn, homePartition('c-1', partitions)));
    await clock.advance(60_000);
    const app = await compose(config, adapters);

    await clock.advance(1_000);
    expect(await repliesIn(log)).toMatchObject([{ turnId: 't-1', error: { kind: 'deadline_exceeded' } }]);
    await app.stop();
    await app.stop();

    expect(log.uncommitted()).toBe(0);
    expect(clock.pending).toBe(0);
    await log.append(encodeTurn({ ...turn, turnId: 't-2' }, homePartition('c-1', partitions)));
    await clock.advance(60_000);
    expect(await repliesIn(log)).toHaveLength(1);
    await log.close();
  });

  // Once they waited for ever.
  it.each(['flush', 'failover'] as const)('serves readers of a quiet partition again after a %s', async (fault) => {
    const { clock, log, server, adapters } = given();
    const app = await compose(config, adapters);
    await clock.advance(1_000);
    if (fault === 'flush') server.flush();
    else server.rollBackTo(server.copy());
    await expect(adapters.gateway.view('c-1')).rejects.toMatchObject({ kind: 'overloaded' });

    await clock.advance(5_000);

    expect(await adapters.gateway.view('c-1')).toBeNull();
    await app.stop();
    await log.close();
  });

  // Once it went on claiming for ever.
  it('ends, and says what to do, where the store is spread over another number of partitions', async () => {
    const { clock, log, server, adapters } = given();
    const app = await compose(config, adapters);
    await clock.advance(1_000);
    // It is lost, and somebody who counts more partitions is the first to claim.
    server.flush();
    await server.connect(partitions + 1).store.claim(0);
    const failed = expect(app.failed).rejects.toMatchObject({
      kind: 'invalid_request',
      message: expect.stringContaining(`over ${partitions + 1} partitions, but the topics have ${partitions}`),
    });

    await clock.advance(5_000);

    await failed;
    await app.stop();
    await log.close();
  });

  it('serves health and metrics as a process of its own, naming what it depends on', async () => {
    const { clock, log, adapters } = given({
      metrics: async () => 'turnfleet_turns_total 1\n',
      checks: [{ name: 'kafka', problem: () => 'Kafka cannot be reached.' }],
    });
    const app = await compose(config, adapters);

    const ready = await fetch(`${app.addresses['ops']}/readyz`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({ checks: { kafka: 'Kafka cannot be reached.' } });
    expect(await (await fetch(`${app.addresses['ops']}/metrics`)).text()).toContain('turnfleet_turns_total');

    await app.stop();
    await expect(fetch(`${app.addresses['ops']}/livez`)).rejects.toThrow();
    expect(clock.pending).toBe(0);
    await log.close();
  });

  it('is not ready while somebody has to see to something, although nothing is away; but that excuses nobody', async () => {
    const notice = 'Partitions were added: chat.turns has 36 partitions instead of 24.';
    const { clock, log, adapters } = given({
      metrics: async () => '',
      notices: [{ name: 'partitions', problem: () => notice }],
      logGauges: () => ({ partitionsAdded: 12, recordsHeldBack: 0 }),
    });
    const app = await compose(config, adapters);

    const ready = await fetch(`${app.addresses['ops']}/readyz`);

    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({ checks: { partitions: notice } });
    expect(adapters.checks).toEqual([]);
    await app.stop();
    expect(clock.pending).toBe(0);
    await log.close();
  });

  it('stops what it has started when the rest cannot start', async () => {
    const { clock, log, adapters } = given({ metrics: async () => '' });
    const taken = await startOpsServer({ host: '127.0.0.1', port: 0, checks: [], metrics: async () => '' });
    const port = Number(new URL(taken.address).port);

    await expect(compose({ ...config, OPS_PORT: port }, adapters)).rejects.toMatchObject({ kind: 'internal' });
    await log.close();
    await expect(compose(config, adapters)).rejects.toMatchObject({ kind: 'overloaded' });

    expect(clock.pending).toBe(0);
    await taken.stop();
  });
});
