import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { decodeChange, headerText, topics } from '@turnfleet/contract/events';
import { silentLogger, systemClock } from '@turnfleet/core';
import { type KafkaLog, openKafkaLog } from '@turnfleet/kafka';
import { demoProducts } from '@turnfleet/shop';
import { type GrpcCaller, grpcCaller } from '@turnfleet/testing';
import { eventually } from '@turnfleet/testing/eventually';
import { type RunningApp, startApp } from './apps.ts';
import { describeOnServers, startingMs } from './servers.ts';

interface Told {
  readonly id: string;
  readonly subject: string;
  /** When it was written to the log, Unix milliseconds. */
  readonly at: number;
}

const skus = demoProducts.slice(0, 6).map(({ sku }) => sku);
const kills = 3;
const acknowledgedBetween = 30;

/** Instances of a service over one database, and everything that is told in the log. */
describeOnServers('what changed in the shop, as its services are killed', ['kafka', 'postgres'], (servers) => {
  let log: KafkaLog;
  const told: Told[] = [];
  const running = new Map<RunningApp, GrpcCaller>();

  beforeAll(async () => {
    const deps = { clientId: 'e2e-changes', clock: systemClock, logger: silentLogger };
    log = await openKafkaLog({ ...deps, brokers: servers().brokers.split(',') });
    await log.follow(topics.changes, Date.now(), {
      deliver: (records) => {
        for (const { headers, value, timestamp: at } of records) {
          const subject = decodeChange({ headers, value })?.subject ?? '';
          told.push({ id: headerText(headers, 'ce_id') ?? '', subject, at });
        }
      },
      missed: () => undefined,
    });
  }, startingMs);
  afterAll(async () => {
    for (const caller of running.values()) caller.close();
    await Promise.all([...running.keys()].map((one) => one.stop().catch(() => undefined)));
    await log?.close();
  }, startingMs);

  async function start(more: Readonly<Record<string, string>> = {}): Promise<RunningApp> {
    const app = await startApp('inventory', { ...servers().env, ...more });
    running.set(app, grpcCaller('turnfleet.inventory.v1.InventoryService', app.addresses['grpc'] ?? ''));
    return app;
  }
  async function kill(app: RunningApp): Promise<void> {
    const caller = running.get(app);
    app.process.signal('SIGKILL');
    running.delete(app);
    await app.process.ended;
    caller?.close();
  }
  const count = (caller: GrpcCaller | undefined, sku: string, quantity: number): Promise<unknown> =>
    caller?.call('SetStock', { sku, warehouse_id: 'WH-SHA-1', quantity }) ??
    Promise.reject(new Error('Nobody is there.'));
  const of = (sku: string): readonly Told[] => told.filter(({ subject }) => subject === sku);
  const until = (what: string, holds: () => boolean): Promise<true> =>
    eventually(what, 60_000, async () => holds() || null);

  it('is told once by whoever comes after one that committed it and was killed before it could tell', async () => {
    // Nobody listens on port 1.
    const mute = await start({ KAFKA_BROKERS: '127.0.0.1:1' });
    for (const sku of skus) await count(running.get(mute), sku, 1);
    await kill(mute);
    expect(told).toEqual([]);
    await start();
    await until('all of it is told', () => skus.every((sku) => of(sku).length > 0));
    expect(told.map(({ subject }) => subject).toSorted()).toEqual(skus.toSorted());
  }, 120_000);

  it('is told after each change, however often it is killed under load, and what is told again has its id and place', async () => {
    await start();
    /** Of each product, when the last change began that was acknowledged. */
    const last = new Map<string, number>();
    let acknowledged = 0;
    let over = false;
    const changing = skus.map(async (sku, at) => {
      for (let quantity = 2; !over; quantity++) {
        const callers = [...running.values()];
        const began = Date.now();
        // Whether a change took effect whose instance was killed nobody knows: it may be told, and need not be.
        const done = await count(callers[(at + quantity) % callers.length], sku, quantity).then(
          () => true,
          () => new Promise<boolean>((resolve) => setImmediate(resolve, false)),
        );
        if (!done) continue;
        acknowledged++;
        last.set(sku, began);
      }
    });
    for (let killed = 0; killed < kills; killed++) {
      const enough = acknowledged + acknowledgedBetween;
      await until('changes are made', () => acknowledged >= enough);
      const [oldest] = running.keys();
      if (oldest) await kill(oldest);
      await start();
    }
    over = true;
    await Promise.all(changing);
    await until('the last change of each is told', () =>
      skus.every((sku) => of(sku).some(({ at }) => at >= (last.get(sku) ?? Number.POSITIVE_INFINITY))),
    );
    process.stdout.write(`${acknowledged} changes were made, ${told.length} told, ${kills} instances killed\n`);
    for (const sku of skus) {
      const ids = of(sku).map(({ id }) => id);
      const inOrder = ids.filter((id, place) => id !== ids[place - 1]);
      expect(inOrder).toEqual([...new Set(inOrder)]);
    }
  }, 400_000);
});
