import { describe, expect, it } from '@jest/globals';
import { TurnfleetError } from '@turnfleet/core';
import { settle } from '@turnfleet/core/testing';
import { commitIntervalMs, drainMs, recordOf, start, stuckAfterMs } from './testing/index.ts';

describe('The turn engine', () => {
  describe('running', () => {
    it('works on different conversations at once and on the records of one in order', async () => {
      const { given, texts, end } = await start();
      await given('a@0', 'a@1', 'b@2');
      expect(texts()).toEqual(['a@0', 'b@2']);
      await end('a@0');
      expect(texts()).toEqual(['b@2', 'a@1']);
    });

    it('runs no more turns than its capacity', async () => {
      const { given, texts, end } = await start({ capacity: { turns: 2, bytes: 10_000 } });
      await given('a@0', 'b@1', 'c@2');
      expect(texts()).toEqual(['a@0', 'b@1']);
      await end('b@1');
      expect(texts()).toEqual(['a@0', 'c@2']);
    });

    it('prefers high priority among what waits', async () => {
      const { log, texts, end } = await start({ capacity: { turns: 1, bytes: 10_000 } });
      const yes = new Uint8Array();
      log.put(recordOf('low', 1n, 0, { low: yes }));
      log.put(recordOf('normal', 2n));
      log.put(recordOf('high', 3n, 0, { high: yes }));
      log.flow();
      await settle();
      expect(texts()).toEqual(['high@3']);
      await end('high@3');
      expect(texts()).toEqual(['normal@2']);
    });

    it('stops fetching when it holds twice its capacity, and goes on below 70 % of that', async () => {
      const { given, log, end, engine } = await start({ capacity: { turns: 5, bytes: 10_000 } });
      const [member] = log.members;
      await given(...Array.from({ length: 11 }, (_, i) => `k${i}@${i}`));
      expect([...(member?.paused ?? [])]).toEqual([0]);
      expect(engine.stats()).toMatchObject({ running: 5, waiting: 6, full: true });
      for (let i = 0; i < 5; i++) await end(`k${i}@${i}`);
      expect(member?.paused.size).toBe(0);
    });

    it('goes on fetching the other partitions when the backlog of one fills it', async () => {
      const { log, texts } = await start({ capacity: { turns: 5, bytes: 10_000 } }, 2);
      const [member] = log.members;
      for (let i = 0; i < 20; i++) log.put(recordOf('busy', BigInt(i), 0));
      log.flow();
      await settle();
      expect([...(member?.paused ?? [])]).toEqual([0]);
      log.put(recordOf('other', 0n, 1));
      log.flow();
      await settle();
      expect(texts()).toEqual(['busy@0', 'other@0']);
    });

    it('rests a record whose handler gave it back or threw, keeps its lane waiting, and runs it again', async () => {
      const { given, running, texts, end, clock } = await start();
      await given('a@0', 'a@1', 'b@2');
      running[0]?.fail(new Error('a bug'));
      await end('b@2', 'released');
      expect(texts()).toEqual([]);
      await clock.advance(100);
      expect(texts()).toEqual(['a@0', 'b@2']);
      await end('a@0');
      expect(texts()).toEqual(['b@2', 'a@1']);
    });

    it('rests longer the more often a record failed', async () => {
      const { given, running, texts, clock } = await start();
      await given('a@0');
      for (const rest of [100, 200, 400]) {
        running[0]?.fail(new Error('a bug'));
        await clock.advance(rest - 1);
        expect(texts()).toEqual([]);
        await clock.advance(1);
        expect(texts()).toEqual(['a@0']);
      }
    });
  });

  describe('committing', () => {
    it('commits on a timer, and only below the lowest unfinished offset', async () => {
      const { given, end, clock, log } = await start();
      await given('a@0', 'b@1', 'c@2');
      await end('a@0');
      await end('c@2');
      expect(log.committed.size).toBe(0);
      await clock.advance(commitIntervalMs);
      expect(log.committed.get(0)).toBe(1n);
      await end('b@1');
      await clock.advance(commitIntervalMs);
      expect(log.committed.get(0)).toBe(3n);
    });

    // Once deleted records counted as its lag.
    it('says once where an idle partition without a committed offset stands', async () => {
      let commits = 0;
      const { log, clock, given, end } = await start({}, 2);
      log.beforeCommit = async () => void commits++;
      await clock.advance(commitIntervalMs);
      expect([...log.committed]).toEqual([
        [0, 0n],
        [1, 0n],
      ]);
      await clock.advance(10 * commitIntervalMs);
      expect(commits).toBe(1);

      await given('a@7');
      await end('a@7');
      await clock.advance(commitIntervalMs);
      expect([log.committed.get(0), commits]).toEqual([8n, 2]);
    });

    it('says so again of what comes back, for the group may have lost its place; but not before it is claimed', async () => {
      const claim = Promise.withResolvers<string>();
      const { log, clock } = await start({ claim: () => claim.promise });
      await clock.advance(commitIntervalMs);
      expect(log.committed.size).toBe(0);
      claim.resolve('epoch 1');
      await clock.advance(commitIntervalMs);
      expect(log.committed.get(0)).toBe(0n);
      log.committed.clear();
      await log.assign([]);
      await log.assign([0]);
      await clock.advance(2 * commitIntervalMs);
      expect(log.committed.get(0)).toBe(0n);
    });

    // Once a partition that ends in markers counted as behind for ever.
    it('is done with what the log passes over when it is with what is below', async () => {
      const { log, clock, given, end } = await start();
      const [member] = log.members;
      await given('a@0', 'b@1');
      member?.handler.passed?.(0, 5n);
      await end('b@1');
      await clock.advance(commitIntervalMs);
      expect(log.committed.get(0)).toBe(0n);
      await end('a@0');
      await clock.advance(commitIntervalMs);
      expect(log.committed.get(0)).toBe(5n);
      member?.handler.passed?.(0, 3n);
      await given('c@5');
      await end('c@5');
      await clock.advance(commitIntervalMs);
      expect(log.committed.get(0)).toBe(6n);
    });

    it('passes over offsets that do not exist, as compaction leaves them', async () => {
      const { given, end, clock, log } = await start();
      await given('a@5', 'b@9');
      await end('a@5');
      await clock.advance(commitIntervalMs);
      expect(log.committed.get(0)).toBe(9n);
    });

    it('tries again at the next tick when the log cannot be reached', async () => {
      const { given, end, clock, log } = await start();
      await given('a@0');
      await end('a@0');
      log.beforeCommit = () => {
        throw new TurnfleetError('overloaded', 'No coordinator.');
      };
      await clock.advance(commitIntervalMs);
      expect(log.committed.size).toBe(0);
      log.beforeCommit = () => {};
      await clock.advance(commitIntervalMs);
      expect(log.committed.get(0)).toBe(1n);
    });

    it('drops the partition of which a commit is fenced, and only that', async () => {
      const { log, clock, running, end } = await start({}, 2);
      log.put(recordOf('a', 0n, 0));
      log.put(recordOf('b', 0n, 1));
      log.put(recordOf('c', 1n, 1));
      log.flow();
      const [, , fenced] = running;
      await end('a@0');
      await end('b@0');
      log.beforeCommit = (offsets) => {
        if (offsets.has(1)) throw new TurnfleetError('fenced', 'Partition 1 is lost.');
      };
      await clock.advance(commitIntervalMs);
      expect(log.committed).toEqual(new Map([[0, 1n]]));
      expect(fenced?.context.signal.aborted).toBe(true);
    });
  });

  describe('a rebalance', () => {
    it('leaves running what stays, and does not run it twice', async () => {
      const { given, log, running, texts, end, clock } = await start();
      await given('a@0', 'a@1', 'b@2');
      await log.assign([0]);
      log.flow();
      await settle();
      expect(running.map(({ context }) => context.signal.aborted)).toEqual([false, false]);
      expect(texts()).toEqual(['a@0', 'b@2']);
      for (const text of ['a@0', 'b@2', 'a@1']) await end(text);
      await clock.advance(commitIntervalMs);
      expect(texts()).toEqual([]);
      expect(log.committed.get(0)).toBe(3n);
    });

    it('aborts what went away, and nothing it still finishes is committed', async () => {
      const { given, log, running, clock } = await start();
      await given('a@0', 'a@1');
      const [run] = running;
      await log.assign([]);
      expect(run?.context.signal.reason).toMatchObject({ kind: 'fenced' });
      run?.end('done');
      await clock.advance(commitIntervalMs);
      expect(log.committed.size).toBe(0);
      expect(running).toEqual([]);
    });

    it('claims anew what comes back after it went away', async () => {
      const { given, log, running } = await start();
      await given('a@0');
      await log.assign([]);
      await log.assign([0]);
      log.flow();
      await settle();
      expect(running.map(({ ownership }) => ownership)).toEqual(['epoch 1 of 0', 'epoch 2 of 0']);
    });

    it('says again what is paused, whatever the log remembers of it', async () => {
      const { given, log } = await start({ capacity: { turns: 1, bytes: 10_000 } });
      await given('a@0', 'b@1', 'c@2');
      const [member] = log.members;
      member?.paused.clear();
      await log.assign([0]);
      expect([...(member?.paused ?? [])]).toEqual([0]);
    });

    it('goes by where the log said the group stands, not by a commit answered late', async () => {
      const { given, log, texts, end, clock } = await start();
      await given('a@0', 'b@1');
      await end('a@0');
      await end('b@1');
      const answer = Promise.withResolvers<void>();
      log.beforeCommit = () => answer.promise;
      await clock.advance(commitIntervalMs);
      await log.assign([0]);
      answer.resolve();
      await settle();
      log.flow();
      await settle();
      expect(texts()).toEqual([]);
    });

    it('makes room with what went away', async () => {
      const { log, running, engine, texts } = await start({ capacity: { turns: 1, bytes: 10_000 } }, 2);
      for (const offset of [0n, 1n, 2n]) log.put(recordOf('a', offset, 0));
      log.flow();
      expect(engine.stats()).toMatchObject({ full: true, waiting: 2 });
      await log.assign([1]);
      running[0]?.end('released');
      await settle();
      expect(engine.stats()).toMatchObject({ full: false, waiting: 0, running: 0, takenBytes: 0 });
      log.put(recordOf('b', 0n, 1));
      log.flow();
      expect(texts()).toEqual(['b@0']);
    });

    it('begins anew when somebody else committed in a partition that is said to be kept', async () => {
      const { given, log, running, texts, clock } = await start();
      await given('a@0', 'b@1', 'c@2');
      log.committed.set(0, 2n);
      await log.assign([0]);
      const aborted = running.map(({ context }) => context.signal.aborted);
      expect(aborted).toEqual([true, true, true]);
      for (const run of [...running]) run.end('done');
      log.flow();
      await settle();
      expect(texts()).toEqual(['c@2']);
      await clock.advance(commitIntervalMs);
      expect(log.committed.get(0)).toBe(2n);
    });
  });

  it('begins anew when a partition that is said to be kept starts below what was committed: the log was reset', async () => {
    const { given, log, texts, end, clock } = await start();
    await given('a@0', 'b@1', 'c@2');
    for (const text of ['a@0', 'b@1']) await end(text);
    await clock.advance(commitIntervalMs);
    log.truncate(0);
    log.committed.set(0, 0n);
    await log.assign([0]);
    await given('x@0', 'y@1');
    expect(texts()).toEqual(['c@2', 'x@0', 'y@1']);
  });

  describe('claiming', () => {
    it('lets records wait until the partition is claimed, and other partitions go on', async () => {
      const gate = Promise.withResolvers<void>();
      const claim = (partition: number) =>
        partition === 0 ? gate.promise.then(() => 'late') : Promise.resolve('soon');
      const { log, texts } = await start({ claim }, 2);
      log.put(recordOf('b', 0n, 1));
      log.put(recordOf('a', 0n, 0));
      log.flow();
      expect(texts()).toEqual(['b@0']);
      expect([...(log.members[0]?.paused ?? [])]).toEqual([0]);
      gate.resolve();
      await settle();
      log.flow();
      expect(texts()).toEqual(['b@0', 'a@0']);
    });

    it('tries again after a rest when a claim fails', async () => {
      let tries = 0;
      const claim = async () => {
        if (++tries < 3) throw new TurnfleetError('overloaded', 'The store is away.');
        return 'claimed';
      };
      const { given, texts, clock } = await start({ claim });
      await clock.advance(300);
      await given('a@0');
      expect(texts()).toEqual(['a@0']);
    });
  });

  it('runs again what is delivered below the commits, and goes back with them', async () => {
    const { given, log, texts, end, clock } = await start();
    await given('a@0', 'b@1');
    await end('a@0');
    await end('b@1');
    await clock.advance(commitIntervalMs);
    log.truncate(0);
    await given('c@0');
    expect(texts()).toEqual(['c@0']);
    await end('c@0');
    await clock.advance(commitIntervalMs);
    expect(log.committed.get(0)).toBe(1n);
  });

  it('takes no notice of a record that it has, running, waiting or done', async () => {
    const { given, texts, end, engine } = await start();
    await given('a@0', 'b@1', 'b@2');
    await end('a@0');
    await given('a@0', 'b@2', 'b@1');
    expect(texts()).toEqual(['b@1']);
    expect(engine.stats()).toMatchObject({ running: 1, waiting: 1 });
    await end('b@1');
    await end('b@2');
    expect(texts()).toEqual([]);
  });

  it('works on nothing again of a replayed range that is not committed, and on no gap in it', async () => {
    const { given, log, texts, end, clock } = await start();
    await given('a@3', 'b@5', 'c@9');
    for (const text of ['a@3', 'c@9']) await end(text);
    await clock.advance(commitIntervalMs);
    expect(log.committed.get(0)).toBe(5n);
    await log.assign([0]);
    await given('d@10');
    expect(texts()).toEqual(['b@5', 'd@10']);
    for (const text of ['b@5', 'd@10']) await end(text);
    await clock.advance(commitIntervalMs);
    expect(log.committed.get(0)).toBe(11n);
  });

  it('drops a waiting record at whose offset another one stands by now', async () => {
    const { given, log, running, texts, end } = await start();
    await given('a@0', 'a@1', 'a@2');
    log.truncate(0);
    await given('x@1');
    expect(texts()).toEqual(['a@0', 'x@1']);
    const [old] = running;
    expect(old?.context.signal.aborted).toBe(false);
    await end('a@0');
    expect(texts()).toEqual(['x@1', 'a@2']);
  });

  describe('draining', () => {
    it('starts nothing more, waits for what runs, commits and leaves', async () => {
      const { given, engine, log, texts, end, clock } = await start();
      await given('a@0', 'a@1', 'b@2');
      const drained = engine.drain();
      await given('c@3');
      await end('a@0');
      expect(texts()).toEqual(['b@2']);
      await end('b@2');
      expect(await drained).toEqual({ finished: 2, left: 1, committed: true });
      await engine.ended;
      expect(log.committed.get(0)).toBe(1n);
      expect(log.members[0]?.gone).toBe(true);
      expect(clock.pending).toBe(0);
    });

    it('aborts what still runs after the grace time', async () => {
      const { given, engine, running, clock } = await start();
      await given('a@0');
      const drained = engine.drain();
      await clock.advance(drainMs - 1);
      expect(running[0]?.context.signal.aborted).toBe(false);
      await clock.advance(1);
      expect(running[0]?.context.signal.reason).toMatchObject({ kind: 'cancelled' });
      running[0]?.end('released');
      expect(await drained).toEqual({ finished: 0, left: 1, committed: true });
      expect(clock.pending).toBe(0);
    });

    it('ends even if a handler does not heed its signal and commits are not answered', async () => {
      const { given, engine, log, end, clock } = await start();
      await given('a@0', 'b@1');
      await end('a@0');
      log.beforeCommit = () => {
        throw new TurnfleetError('overloaded', 'No coordinator.');
      };
      const drained = engine.drain();
      await clock.advance(drainMs + 10_000);
      expect(await drained).toEqual({ finished: 0, left: 1, committed: false });
      expect(clock.pending).toBe(0);
    });

    it('is the same drain however often it is asked for', async () => {
      const { engine } = await start();
      expect(engine.drain()).toBe(engine.drain());
    });
  });

  it('ends when its membership does: nothing runs on, no timer is left', async () => {
    const { given, engine, log, running, clock } = await start();
    await given('a@0', 'b@1');
    running[1]?.fail(new Error('a bug'));
    await settle();
    log.members[0]?.end.reject(new TurnfleetError('overloaded', 'The consumer died.'));
    await expect(engine.ended).rejects.toMatchObject({ kind: 'overloaded' });
    expect(running[0]?.context.signal.aborted).toBe(true);
    expect(clock.pending).toBe(0);
  });

  describe('health', () => {
    it('is good while records rest because something is away', async () => {
      const { given, engine, running, clock } = await start();
      await given('a@0');
      for (let passed = 0; passed < 2 * stuckAfterMs; passed += 10_000) {
        running[0]?.end('released');
        await clock.advance(10_000);
      }
      expect(engine.health()).toBeNull();
    });

    it('names a record that runs too long', async () => {
      const { given, engine, clock } = await start();
      await given('a@7');
      await clock.advance(stuckAfterMs + 1_000);
      expect(engine.health()).toBe('The record at chat.turns/0/7 has been running for 61 s.');
    });

    it('names a record that keeps failing', async () => {
      const { given, engine, running, clock } = await start();
      await given('a@7');
      for (let passed = 0; passed <= stuckAfterMs; passed += 10_000) {
        running[0]?.fail(new Error('a bug'));
        await clock.advance(10_000);
      }
      expect(engine.health()).toMatch(/^The record at chat\.turns\/0\/7 has failed 7 times over 70 s\.$/);
    });

    it('tells when the group no longer confirms the worker', async () => {
      const { engine, log } = await start();
      log.heartbeatAgeMs = 90_000;
      expect(engine.health()).toBe('The group has not confirmed this worker for 90 s.');
    });
  });

  it('shows what it is doing', async () => {
    const { given, engine, end, clock } = await start();
    await given('a@0', 'a@1', 'b@2');
    await end('b@2');
    await clock.advance(500);
    expect(engine.stats()).toEqual({
      running: 1,
      capacity: 10,
      waiting: 1,
      takenBytes: 8,
      full: false,
      suspects: 0,
      queueAgeMs: 500,
      partitions: [{ partition: 0, claimed: true, frontier: 0n, committed: 0n, frontierLag: 3 }],
    });
  });
});
