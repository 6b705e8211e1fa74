import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '@turnfleet/core/testing';
import type { PartitionLease } from './assigned-partitions.ts';
import { startWatchdog } from './watchdog.ts';

function watched(records: 'wait' | 'none') {
  const clock = new ManualClock();
  const lease: PartitionLease = { partition: 3, next: 5n, committed: null, live: true, paused: false, activity: 0 };
  const heard = { at: 0 };
  const deaths: string[] = [];
  const rounds: string[] = [];
  const stop = startWatchdog(
    clock,
    {
      sinceHeartbeatMs: () => clock.monotonic() - heard.at,
      delivering: () => [lease],
      waiting: async (leases) => (records === 'wait' ? leases : []),
    },
    { dead: (why) => deaths.push(why), sound: () => rounds.push('sound') },
  );
  /** Lets time pass with a heartbeat each second. */
  const beat = async (seconds: number, each: () => void = () => {}): Promise<void> => {
    for (let i = 0; i < seconds; i++) {
      heard.at = clock.monotonic();
      each();
      await clock.advance(1_000);
    }
  };
  return { clock, lease, deaths, rounds, stop, beat };
}

describe('startWatchdog', () => {
  it('finds a partition of which nothing is fetched although records wait (issue 1691)', async () => {
    const { beat, deaths } = watched('wait');
    await beat(25);
    expect(deaths[0]).toContain('partition 3');
  });

  it('is content with a partition that moves', async () => {
    const { beat, deaths, lease } = watched('wait');
    await beat(60, () => lease.activity++);
    expect(deaths).toEqual([]);
  });

  it('is content with a partition that has nothing to give', async () => {
    const { beat, deaths } = watched('none');
    await beat(60);
    expect(deaths).toEqual([]);
  });

  it('calls a round sound only with a beating heart', async () => {
    const { beat, rounds, clock } = watched('none');
    await beat(30);
    expect(rounds).toHaveLength(3);
    await clock.advance(20_000);
    expect(rounds).toHaveLength(3);
  });

  it('finds a consumer whose heartbeats ended without a word (issue 659)', async () => {
    const { clock, deaths } = watched('none');
    await clock.advance(45_000);
    expect(deaths[0]).toContain('no heartbeat');
  });

  it('leaves no timer behind', async () => {
    const { clock, stop } = watched('none');
    await clock.advance(15_000);
    stop();
    expect(clock.pending).toBe(0);
  });
});
