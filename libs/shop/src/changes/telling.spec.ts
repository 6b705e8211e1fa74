import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { silentLogger } from '@turnfleet/core';
import { ManualClock } from '@turnfleet/core/testing';
import { type Database, openDatabase } from '@turnfleet/sql';
import { createOutbox, type OutboxTables } from './outbox-tables.ts';
import { silenceMs, type Telling, telling } from './telling.ts';

let database: Database<OutboxTables>;
const clock = new ManualClock();
const claims = (one: Telling): Promise<boolean> => database.query((db) => one.claim(db));

beforeEach(async () => {
  const migrations = { '0001_outbox': { up: createOutbox } };
  database = await openDatabase({ url: undefined, schema: 'outbox', migrations, clock, logger: silentLogger });
});
afterEach(() => database.stop());

it('lets one instance tell, as long as it is heard of', async () => {
  const [a, b] = [telling('a', clock), telling('b', clock)];
  expect([await claims(a), await claims(b)]).toEqual([true, false]);
  for (let i = 0; i < 5; i++) {
    await clock.advance(silenceMs - 1);
    expect([await claims(a), await claims(b)]).toEqual([true, false]);
  }
});

it('lets another one take over from an instance that fell silent, which then may not go on', async () => {
  const [a, b, c] = [telling('a', clock), telling('b', clock), telling('c', clock)];
  expect([await claims(a), await claims(b), await claims(c)]).toEqual([true, false, false]);
  await clock.advance(silenceMs);
  expect([await claims(b), await claims(c), await claims(a)]).toEqual([true, false, false]);
});

it('passes on at once when an instance stops', async () => {
  const [a, b] = [telling('a', clock), telling('b', clock)];
  expect([await claims(a), await claims(b)]).toEqual([true, false]);
  await database.query((db) => a.release(db));
  expect([await claims(b), await claims(a)]).toEqual([true, false]);
});

it('counts silence by the clock of whoever watches, from its first look', async () => {
  const a = telling('a', clock);
  await claims(a);
  await clock.advance(10 * silenceMs);
  const late = telling('late', clock);
  expect(await claims(late)).toBe(false);
  await clock.advance(silenceMs);
  expect(await claims(late)).toBe(true);
});
