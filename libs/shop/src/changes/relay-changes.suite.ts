import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Change, decodeChange, headerText, type PlacedRecord } from '@turnfleet/contract/events';
import { silentLogger, systemClock, TurnfleetError, ulid } from '@turnfleet/core';
import { type Database, openDatabase } from '@turnfleet/sql';
import { eventually } from '@turnfleet/testing/eventually';
import { noteChanges, type ShopChange } from './note-changes.ts';
import { createOutbox, type OutboxTables } from './outbox-tables.ts';
import { type ChangeRelay, relayChanges } from './relay-changes.ts';

const at = Date.parse('2026-12-01T02:42:00Z');
const price: ShopChange = { kind: 'price', subject: 'SKU-1', at };
const newId = (): string => ulid(systemClock.now(), Math.random);

/** A log that can be away, and can lose the word that it took a record. */
class FakeLog {
  readonly records: PlacedRecord[] = [];
  away = false;
  forgetful = false;
  readonly partitionsOf = async (): Promise<number> => 24;
  readonly append = async (record: PlacedRecord): Promise<void> => {
    if (this.away) throw new TurnfleetError('overloaded', 'It is away.');
    this.records.push(record);
    if (this.forgetful) throw new TurnfleetError('overloaded', 'It did not answer.');
  };
  get changes(): (Change | null)[] {
    return this.records.map(decodeChange);
  }
  get subjects(): (string | undefined)[] {
    return this.changes.map((change) => change?.subject);
  }
}

/** What holds for the outbox on every database. */
export function relayChangesSuite(url: () => string | undefined): void {
  let database: Database<OutboxTables>;
  let log: FakeLog;
  let relays: ChangeRelay[] = [];

  beforeAll(async () => {
    const migrations = { '0001_outbox': { up: createOutbox } };
    const options = { schema: 'outbox', migrations, clock: systemClock, logger: silentLogger };
    database = await openDatabase<OutboxTables>({ url: url(), ...options });
  });
  beforeEach(() => {
    log = new FakeLog();
  });
  afterEach(async () => {
    await Promise.all(relays.map((relay) => relay.stop()));
    relays = [];
    await database.query((db) => db.deleteFrom('outbox').execute());
  });
  afterAll(() => database.stop());

  function start(to: FakeLog | null = log): ChangeRelay {
    const deps = { database, service: 'product', clock: systemClock, logger: silentLogger, newId };
    const relay = relayChanges({ ...deps, log: to ? async () => to : undefined });
    relays.push(relay);
    return relay;
  }
  const commit = (note = noteChanges(newId), ...changes: ShopChange[]): Promise<void> =>
    database.query((db) =>
      db.transaction().execute(async (within) => {
        for (const change of changes) await note(within, change);
      }),
    );
  const waiting = (): Promise<unknown[]> => database.query((db) => db.selectFrom('outbox').selectAll().execute());
  const until = (what: string, holds: () => boolean | Promise<boolean>) =>
    eventually(what, 5_000, async () => ((await holds()) ? true : null));
  const nothingWaits = () => until('nothing waits', async () => (await waiting()).length === 0);
  const untilTold = (count: number) => until(`${count} are told`, () => log.records.length === count);

  describe('changes', () => {
    it('are told and then taken out, with what changed, when, and who says so', async () => {
      const relay = start();
      await commit(relay.note, price, { ...price, kind: 'product' });
      await nothingWaits();
      expect(log.changes).toEqual([
        { kind: 'price', subject: 'SKU-1', at: new Date(at).toISOString() },
        { kind: 'product', subject: 'SKU-1', at: new Date(at).toISOString() },
      ]);
      expect(headerText(log.records[0]?.headers ?? {}, 'ce_source')).toBe('/turnfleet/shop/product');
    });

    it('are not told if their transaction ends badly', async () => {
      const relay = start();
      const broken = database.query((db) =>
        db.transaction().execute(async (within) => {
          await relay.note(within, price);
          throw new Error('no');
        }),
      );
      await expect(broken).rejects.toThrow();
      await commit(relay.note, { ...price, subject: 'SKU-2' });
      await nothingWaits();
      expect(log.subjects).toEqual(['SKU-2']);
    });

    it('of one thing that wait together are told as one, since the first of them', async () => {
      await commit(undefined, price);
      await commit(undefined, { ...price, at: at + 5_000 });
      start();
      await nothingWaits();
      expect(log.changes).toEqual([{ kind: 'price', subject: 'SKU-1', at: new Date(at).toISOString() }]);
    });

    it('wait while the log is away, and are told when it is back', async () => {
      log.away = true;
      const relay = start();
      await commit(relay.note, price);
      expect(await waiting()).toHaveLength(1);
      expect(log.records).toEqual([]);
      log.away = false;
      await nothingWaits();
      expect(log.subjects).toEqual(['SKU-1']);
    });

    it('are told again, under their id, if nobody knows whether they were', async () => {
      log.forgetful = true;
      const relay = start();
      await commit(relay.note, price);
      await untilTold(1);
      log.forgetful = false;
      await nothingWaits();
      expect(log.subjects).toEqual(['SKU-1', 'SKU-1']);
      expect(new Set(log.records.map(({ headers }) => headerText(headers, 'ce_id'))).size).toBe(1);
    });

    it('of a thing that changes while it is told are told once more', async () => {
      const relay = start();
      const { append } = log;
      let again: Promise<void> | undefined;
      Object.assign(log, {
        append: async (record: PlacedRecord) => {
          again ??= commit(noteChanges(newId), { ...price, at: at + 1_000 });
          await again;
          await append(record);
        },
      });
      await commit(relay.note, price);
      await untilTold(2);
      await nothingWaits();
    });

    it('that take effect later are told then', async () => {
      const relay = start();
      const dueAt = systemClock.now() + 400;
      await commit(relay.note, { ...price, dueAt });
      await untilTold(1);
      expect(systemClock.now()).toBeGreaterThanOrEqual(dueAt);
      expect(log.changes[0]?.at).toBe(new Date(dueAt).toISOString());
    });

    it('are told by one of several instances, and by another at once when that one stops', async () => {
      const [first, second] = [start(), start()];
      for (let i = 0; i < 20; i++) await commit((i % 2 ? first : second).note, { ...price, subject: `SKU-${i}` });
      await nothingWaits();
      expect(log.records).toHaveLength(20);
      await first.stop();
      await commit(second.note, price);
      await nothingWaits();
      await second.stop();
      await commit(undefined, price);
      expect(await waiting()).toHaveLength(1);
      start();
      await nothingWaits();
      expect(log.records).toHaveLength(22);
    });

    it('are forgotten after a day where nobody is told', async () => {
      await commit(
        undefined,
        { ...price, at: systemClock.now() - 25 * 3_600_000 },
        { ...price, subject: 'SKU-2', at: systemClock.now() },
      );
      start(null);
      await until('one is forgotten', async () => (await waiting()).length === 1);
      expect(await waiting()).toEqual([expect.objectContaining({ subject: 'SKU-2' })]);
    });
  });
}
