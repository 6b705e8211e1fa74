import { describe, expect, it } from '@jest/globals';
import { settle } from '@turnfleet/core/testing';
import type { IdleWork } from './idle-lane.ts';
import { claimedAnew, drainMs, leaseMs, type Scene, start } from './testing/index.ts';

const ownership = 'epoch 1 of 0';

/** Work that the spec ends. */
function handWork() {
  const end = Promise.withResolvers<void>();
  const begun: Parameters<IdleWork>[0][] = [];
  const work: IdleWork = (context) => {
    begun.push(context);
    return end.promise;
  };
  return { work, begun, end };
}

function occupied(scene: Scene, lane = 'a', as = ownership) {
  const hand = handWork();
  return { ...hand, over: scene.engine.inIdleLane(0, as, lane, hand.work) };
}

describe('work in an idle lane', () => {
  it('has records of the lane wait until it has ended, and no others', async () => {
    const scene = await start();
    const { over, end } = occupied(scene);
    await scene.given('a@0', 'b@1');
    expect(scene.texts()).toEqual(['b@1']);
    end.resolve();
    expect(await over).toBe(true);
    await settle();
    expect(scene.texts()).toEqual(['b@1', 'a@0']);
  });

  it('does not begin in a lane in which something runs or waits', async () => {
    const scene = await start({ capacity: { turns: 1, bytes: 10_000 } });
    await scene.given('a@0', 'b@1');
    for (const lane of ['a', 'b']) {
      const { over, begun } = occupied(scene, lane);
      expect(await over).toBe(false);
      expect(begun).toEqual([]);
    }
  });

  it('does not begin twice in one lane, but again when it has ended', async () => {
    const scene = await start();
    const first = occupied(scene);
    expect(await occupied(scene).over).toBe(false);
    first.end.resolve();
    await first.over;
    const again = occupied(scene);
    again.end.resolve();
    expect(await again.over).toBe(true);
  });

  it('does not begin under an ownership that is over, nor in a partition of somebody else', async () => {
    const scene = await start();
    expect(await occupied(scene, 'a', 'epoch 0 of 0').over).toBe(false);
    await scene.log.assign([]);
    expect(await occupied(scene).over).toBe(false);
  });

  it('takes no place: as many records run as ever, and it counts as none', async () => {
    const scene = await start({ capacity: { turns: 1, bytes: 10_000 } });
    const { over, end } = occupied(scene, 'z');
    await scene.given('a@0');
    expect(scene.texts()).toEqual(['a@0']);
    expect(scene.engine.stats()).toMatchObject({ running: 1, waiting: 0 });
    expect(scene.engine.stats().partitions).toMatchObject([{ frontier: 0n, frontierLag: 1 }]);
    end.resolve();
    await over;
  });

  it('rejects as the work does, and the lane goes on', async () => {
    const scene = await start();
    const { over, end } = occupied(scene);
    await scene.given('a@0');
    end.reject(new Error('it failed'));
    await expect(over).rejects.toThrow('it failed');
    await settle();
    expect(scene.texts()).toEqual(['a@0']);
  });

  it('is told to end when the partition is lost', async () => {
    const scene = await start();
    const { over, begun, end } = occupied(scene);
    await scene.log.assign([]);
    expect(begun[0]?.signal.aborted).toBe(true);
    end.resolve();
    await over;
  });

  it('ends before the partition is claimed anew', async () => {
    const scene = await start();
    const { begun, end, over } = occupied(scene);
    scene.engine.reclaim(0, ownership);
    expect(begun[0]?.signal.reason).toEqual(claimedAnew(0));
    await scene.clock.advance(60_000);
    expect(scene.engine.stats().partitions).toMatchObject([{ claimed: false }]);
    end.resolve();
    await over;
    await scene.clock.advance(60_000);
    expect(scene.engine.stats().partitions).toMatchObject([{ claimed: true }]);
  });

  it('is waited for by a drain, as long as a run is, and does not begin in one', async () => {
    const scene = await start();
    const { begun, over } = occupied(scene);
    const draining = scene.engine.drain();
    expect(await occupied(scene, 'b').over).toBe(false);
    await scene.clock.advance(drainMs - 1);
    expect(begun[0]?.signal.aborted).toBe(false);
    await scene.clock.advance(1);
    expect(begun[0]?.signal.aborted).toBe(true);
    await scene.clock.advance(5_000);
    expect(await draining).toMatchObject({ left: 0 });
    void over;
  });

  it('waits for the group before it writes what others would see', async () => {
    const scene = await start();
    const { begun, end, over } = occupied(scene);
    scene.log.heartbeatAgeMs = leaseMs;
    let holds = false;
    void begun[0]?.holds().then(() => (holds = true));
    await scene.clock.advance(1_000);
    expect(holds).toBe(false);
    scene.log.heartbeatAgeMs = 0;
    await scene.clock.advance(1_000);
    expect(holds).toBe(true);
    end.resolve();
    await over;
  });
});
