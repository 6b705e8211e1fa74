import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ConversationGateway } from '@turnfleet/conversation';
import { TurnfleetError } from '@turnfleet/core';
import { settle } from '@turnfleet/core/testing';
import { createMemoryState } from '@turnfleet/embedded';
import type { NewRecord } from '@turnfleet/turn-engine';
import { type Ingress, partitions, postTurn, startIngress } from '../testing/index.ts';

const key = { 'idempotency-key': 'k-1' };
const never = (): Promise<never> => new Promise(() => {});

/** Two ingresses before the same log and store; the first may be `broken` in a part. */
describe('a turn posted again, to another ingress, because the first', () => {
  let first: Ingress;
  let second: Ingress;
  let state: ReturnType<typeof createMemoryState>;
  let log: NewRecord[];
  let broken: Partial<ConversationGateway>;
  /** The first ingress does nothing more after the log has a turn. */
  let dead: boolean;
  let append: (record: NewRecord) => Promise<{ offset: bigint }>;

  const land = (record: NewRecord) => Promise.resolve({ offset: BigInt(log.push(record) - 1) });
  const post = (ingress: Ingress, text = 'Hi') => postTurn(ingress, 'c-1', { text }, key);
  const values = () => log.map(({ value }) => new TextDecoder().decode(value ?? undefined));

  beforeEach(async () => {
    log = [];
    broken = {};
    dead = false;
    append = land;
    second = await startIngress({
      adapters: (made) => ({ log: { ...made.log, append: land } }),
    });
    state = second.state;
    first = await startIngress({
      adapters: (made) => ({
        log: { ...made.log, append: (record) => append(record) },
        gateway: {
          ...made.gateway,
          reserve: (...args) => (broken.reserve ?? state.gateway.reserve)(...args),
          markLogged: (...args) => (dead ? never() : state.gateway.markLogged(...args)),
        },
        journal: { ...state.journal, accept: (...args) => (dead ? never() : state.journal.accept(...args)) },
      }),
    });
  });
  afterEach(async () => {
    await second.stop();
    const stopping = first.stop();
    await settle();
    await first.clock.advance(5_000);
    await stopping;
  });

  it('died after it had reserved: the log has it once', async () => {
    const appending = Promise.withResolvers<void>();
    append = () => {
      appending.resolve();
      return never();
    };
    void post(first).catch(() => {});
    await appending.promise;
    expect((await post(second)).status).toBe(202);
    expect(log).toHaveLength(1);
  });

  it('died after the log had it: it is appended again with the same content, as one turn', async () => {
    dead = true;
    const landed = Promise.withResolvers<void>();
    append = (record) => land(record).finally(landed.resolve);
    void post(first).catch(() => {});
    await landed.promise;
    const again = await post(second);
    expect({ status: again.status, body: await again.json() }).toMatchObject({
      status: 202,
      body: { turnId: 'k-1' },
    });
    expect(new Set(values()).size).toBe(1);
    const page = await state.journal.read('c-1', null);
    expect(page).toMatchObject({ kind: 'entries', entries: [{ event: { type: 'turn.accepted', turnId: 'k-1' } }] });
    expect((await post(second)).status).toBe(202);
    expect(values()).toHaveLength(2);
  });

  it('gave up on a log that took it after all', async () => {
    const landsLate = Promise.withResolvers<void>();
    append = (record) => landsLate.promise.then(() => land(record));
    const refused = post(first);
    while (first.clock.pending === 0) await settle();
    await first.clock.advance(10_000);
    expect((await refused).status).toBe(503);
    expect((await refused).headers.get('retry-after')).not.toBeNull();
    expect((await post(second)).status).toBe(202);
    landsLate.resolve();
    await settle();
    expect(values()).toHaveLength(2);
    expect(new Set(values()).size).toBe(1);
  });

  it('is slow: both take it, for the same turn', async () => {
    const gate = Promise.withResolvers<void>();
    append = (record) => gate.promise.then(() => land(record));
    const slow = post(first);
    while (first.clock.pending === 0) await settle();
    const quick = await post(second);
    gate.resolve();
    expect(await (await slow).json()).toEqual(await quick.json());
    expect(new Set(values()).size).toBe(1);
  });

  it('could not reach the log, cannot be exchanged for another message: the first may land yet', async () => {
    append = () => Promise.reject(new TurnfleetError('overloaded', 'Kafka cannot be reached.'));
    expect((await post(first)).status).toBe(503);
    expect((await post(second, 'Something else')).status).toBe(409);
    expect((await post(second)).status).toBe(202);
    expect(values()).toEqual([expect.stringContaining('"Hi"')]);
  });

  it('cannot reach the store: nothing is in the log, and it says when to try again', async () => {
    broken = { reserve: () => Promise.reject(new TurnfleetError('overloaded', 'Redis cannot be reached.')) };
    const refused = await post(first);
    expect({ status: refused.status, retryAfter: refused.headers.get('retry-after') }).toEqual({
      status: 503,
      retryAfter: '1',
    });
    expect(log).toEqual([]);
    expect((await post(second)).status).toBe(202);
  });

  it('had its reservation lost with the store: a conflict is missed, the turn is not', async () => {
    expect((await post(first)).status).toBe(202);
    state = createMemoryState({ clock: first.clock, partitions, journalTtlMs: 3_600_000 });
    expect((await post(first, 'Something else')).status).toBe(202);
    // The first record in the log is the turn; the orchestrator answers no second one of its id.
    expect(values()).toEqual([expect.stringContaining('"Hi"'), expect.stringContaining('"Something else"')]);
  });
});
