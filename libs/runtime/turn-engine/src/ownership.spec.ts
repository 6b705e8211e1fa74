import { describe, expect, it } from '@jest/globals';
import { settle } from '@turnfleet/core/testing';
import { isClaimedAnew } from './interruptions.ts';
import type { ClaimContext } from './options.ts';
import { leaseMs, start, stuckAfterMs } from './testing/index.ts';

describe('The lease of a run', () => {
  it('holds at once while the group has confirmed the worker of late', async () => {
    const { given, running, log } = await start();
    await given('a@0');
    log.heartbeatAgeMs = leaseMs - 1;
    await expect(running[0]?.context.holds()).resolves.toBeUndefined();
  });

  // Once it appended for a partition that others own.
  it('keeps a worker that was frozen waiting to be confirmed', async () => {
    const { given, running, log, clock } = await start();
    await given('a@0');
    log.heartbeatAgeMs = leaseMs;
    let holds = false;
    void running[0]?.context.holds().then(() => (holds = true));
    await clock.advance(5_000);
    expect(holds).toBe(false);
    log.heartbeatAgeMs = 20;
    await clock.advance(100);
    expect(holds).toBe(true);
  });

  it('ends with the partition', async () => {
    const { given, running, log, clock } = await start();
    await given('a@0');
    log.heartbeatAgeMs = leaseMs;
    const holds = running[0]?.context.holds();
    await log.assign([]);
    await expect(holds).rejects.toMatchObject({ kind: 'fenced' });
    await expect(running[0]?.context.holds()).rejects.toMatchObject({ kind: 'fenced' });
    expect(clock.pending).toBe(1);
  });
});

describe('A partition that is being claimed', () => {
  /** An engine whose claim waits, as for a store, until it is told to go on; the group has not heard of it since. */
  async function frozenInClaim() {
    const rest = Promise.withResolvers<void>();
    const refusals: unknown[] = [];
    const scene = await start({
      claim: async (partition, { holds }) => {
        await rest.promise;
        await holds().catch((error: unknown) => {
          refusals.push(error);
          throw error;
        });
        return `partition ${partition}`;
      },
    });
    scene.log.heartbeatAgeMs = leaseMs;
    rest.resolve();
    await scene.clock.advance(5_000);
    return { ...scene, refusals };
  }

  // Once it was claimed from its new owner.
  it('keeps a worker that was frozen waiting to be confirmed', async () => {
    const { log, clock, running, given } = await frozenInClaim();
    await given('a@0');
    expect(running).toEqual([]);
    log.heartbeatAgeMs = 20;
    await clock.advance(100);
    log.flow();
    expect(running).toMatchObject([{ text: 'a@0', ownership: 'partition 0' }]);
  });

  it("is let go if it has become another one's", async () => {
    const { log, clock, refusals } = await frozenInClaim();
    await log.assign([]);
    await clock.advance(100);
    expect(refusals).toMatchObject([{ kind: 'fenced' }]);
  });
});

describe('A partition that cannot be claimed', () => {
  const unclaimed = 'Partition 0 could not be claimed for 61 s.';

  it('counts as stuck, whether records wait in it or not', async () => {
    const { engine, clock } = await start({ claim: () => Promise.reject(new Error('the store is wrong')) });
    await clock.advance(stuckAfterMs);
    expect(engine.health()).toBeNull();
    await clock.advance(1_000);
    expect(engine.health()).toBe(unclaimed);
  });

  // Once a long rebuild ended its worker.
  it('is not stuck while its claim gets on', async () => {
    let moves = (): void => undefined;
    const claim = (_: number, context: ClaimContext): Promise<string> => {
      ({ moves } = context);
      return new Promise(() => undefined);
    };
    const { engine, clock } = await start({ claim });
    for (let minute = 0; minute < 60; minute++) {
      await clock.advance(60_000);
      moves();
      expect(engine.health()).toBeNull();
    }
  });

  it('counts from when it was given up to be claimed anew', async () => {
    let claims = 0;
    const claim = async (): Promise<string> => {
      if (++claims > 1) throw new Error('the store is wrong');
      return 'first';
    };
    const { engine, clock } = await start({ claim });
    await clock.advance(10 * stuckAfterMs);
    engine.reclaim(0, 'first');
    await clock.advance(stuckAfterMs);
    expect(engine.health()).toBeNull();
    await clock.advance(1_000);
    expect(engine.health()).toBe(unclaimed);
  });
});

describe('A partition whose epoch the store refused', () => {
  it('is claimed anew once the group confirms the worker, and its record runs again', async () => {
    const { given, running, texts, end, clock, log } = await start();
    await given('a@0', 'b@1');
    log.heartbeatAgeMs = 5_000;
    await end('a@0', 'reclaim');
    await end('b@1', 'reclaim');
    await clock.advance(1_000);
    expect(texts()).toEqual([]);
    log.heartbeatAgeMs = 10;
    await clock.advance(200);
    expect(running.map(({ text, ownership }) => [text, ownership])).toEqual([
      ['a@0', 'epoch 2 of 0'],
      ['b@1', 'epoch 2 of 0'],
    ]);
  });

  it('is not claimed anew while something of the old epoch still appends', async () => {
    const { given, running, texts, end, clock } = await start();
    await given('a@0', 'b@1', 'c@2');
    await end('a@0', 'reclaim');
    expect(running.map(({ context: { signal } }) => isClaimedAnew(signal))).toEqual([true, true]);
    await clock.advance(10_000);
    expect(texts()).toEqual(['b@1', 'c@2']);
    await end('b@1', 'released');
    await clock.advance(10_000);
    expect(texts()).toEqual(['c@2']);
    await end('c@2', 'done');
    await clock.advance(200);
    expect(running.map(({ text, ownership }) => [text, ownership])).toEqual([
      ['a@0', 'epoch 2 of 0'],
      ['b@1', 'epoch 2 of 0'],
    ]);
  });

  it('does not let the runs it interrupted rest, whatever they answer', async () => {
    const { given, running, texts, clock, end } = await start();
    await given('a@0', 'b@1');
    for (let failures = 1; failures <= 5; failures++) {
      running.find(({ text }) => text === 'b@1')?.fail(new Error('away'));
      await clock.advance(10_000);
    }
    await end('a@0', 'reclaim');
    await end('b@1', 'released');
    await clock.advance(200);
    expect(texts()).toEqual(['a@0', 'b@1']);
  });

  it('leaves alone what runs in other partitions', async () => {
    const { given, running, end } = await start({}, 2);
    await given('a@0/0', 'b@1/0', 'c@0/1');
    await end('a@0', 'reclaim');
    expect(running.map(({ text, context }) => [text, context.signal.aborted])).toEqual([
      ['b@1', true],
      ['c@0', false],
    ]);
  });

  it('is claimed anew too when it is told so outside of a run, once for each ownership', async () => {
    const { engine, given, running, clock, end } = await start();
    await given('a@0');
    await end('a@0', 'done');
    engine.reclaim(0, 'epoch 1 of 0');
    engine.reclaim(0, 'epoch 1 of 0');
    engine.reclaim(7, 'epoch 1 of 7');
    await clock.advance(1_000);
    await given('b@1');
    expect(running.map(({ ownership }) => ownership)).toEqual(['epoch 2 of 0']);
    engine.reclaim(0, 'epoch 1 of 0');
    await clock.advance(1_000);
    expect(running.map(({ context }) => context.signal.aborted)).toEqual([false]);
  });

  it('is not claimed when it went away meanwhile', async () => {
    let claims = 0;
    const { given, log, end, clock } = await start({ claim: async () => `${++claims}` });
    await given('a@0');
    await end('a@0', 'reclaim');
    await log.assign([]);
    await clock.advance(10_000);
    await settle();
    expect(claims).toBe(1);
  });
});
