import { expect, it } from '@jest/globals';
import { homePartition } from '@turnfleet/contract/events';
import { claimAll } from '@turnfleet/conversation/testing';
import { silentLogger, systemClock, wait } from '@turnfleet/core';
import { createRedisState, openRedis } from '@turnfleet/redis';
import { type RunningApp, startApp } from './apps.ts';
import { closeAtTheEnd } from './cleanup.ts';
import { type Following, followOverSse, followOverWebSocket } from './disconnects/followers.ts';
import { describeOnServers } from './servers.ts';

/** `DISCONNECTS=10000` is its full size. */
const wanted = Number(process.env['DISCONNECTS'] ?? 100);
const patienceMs = Math.max(120_000, wanted * 600);
const partitions = 24;
const pieceEveryMs = 25;
/** Whoever is further behind is waited for: a journal does not hold more than 4,096 events. */
const aheadAtMost = 200;
/** For so long nobody is without any progress, kills included. */
const stuckMs = 60_000;

describeOnServers('clients that are cut off again and again', ['kafka', 'redis'], (servers) => {
  it(
    `lose and repeat nothing over ${wanted} cuts, on two instances that are killed meanwhile`,
    async () => {
      // A database of its own: the owners of the partitions are played here.
      const url = Object.assign(new URL(servers().env['REDIS_URL'] ?? ''), { pathname: '/9' }).toString();
      const redis = await openRedis({ url, clock: systemClock, logger: silentLogger });
      closeAtTheEnd(() => redis.stop());
      const { store, journal } = createRedisState({ redis, partitions, journalTtlMs: 3_600_000 });
      const fences = await claimAll(store, partitions);
      const run = `cuts-${process.pid}-${Date.now().toString(36)}`;
      const conversations = Array.from({ length: 9 }, (_, i) => `${run}-${i}`);
      const submittedAt = new Date().toISOString();
      for (const one of conversations)
        await journal.accept(one, { type: 'turn.accepted', turnId: 't-1', text: '?', submittedAt }, '');

      const env = { ...servers().env, REDIS_URL: url };
      const instances: RunningApp[] = await Promise.all([startApp('ingress', env), startApp('ingress', env)]);
      const stopped = new AbortController();
      closeAtTheEnd(() => stopped.abort());
      let cuts = 0;
      let kills = 0;
      let last: number | null = null;
      const pause = (ms: number) => wait(systemClock, ms);
      const following: Following = {
        url: () => instances[Math.random() < 0.5 ? 0 : 1]?.addresses['http'] ?? '',
        random: Math.random,
        last: () => last,
        progress: [],
        cut: () => void cuts++,
        pause,
        stopped: stopped.signal,
      };
      const followers = [
        ...conversations.map((one, i) =>
          followOverWebSocket(following, [one, conversations[(i + 1) % 9] ?? one, conversations[(i + 4) % 9] ?? one]),
        ),
        ...conversations.map((one) => followOverSse(following, one)),
      ];

      const killing = async (): Promise<void> => {
        for (let at = wanted / 4; cuts < wanted && !stopped.signal.aborted; at += Math.max(wanted / 12, 60)) {
          while (cuts < at && cuts < wanted && !stopped.signal.aborted) await pause(pieceEveryMs);
          const index = kills++ % 2;
          instances[index]?.process.signal('SIGKILL');
          instances[index] = await startApp('ingress', env);
        }
      };
      const slowest = (): number => Math.min(...following.progress.flatMap((numbers) => [...numbers.values()]));
      // Instead of a limit of time that says nothing: who stands where.
      const noticeStuck = async (): Promise<never> => {
        for (let before = -1; ; before = slowest()) {
          await wait(systemClock, stuckMs, stopped.signal);
          if (slowest() > before) continue;
          const standing = following.progress.map((numbers) => [...numbers.values()].join('/')).join(' ');
          throw new Error(`After ${cuts} cuts somebody stands at ${before} for a minute: ${standing}.`);
        }
      };
      const stuck = noticeStuck();
      stuck.catch(() => undefined);
      const killed = killing();
      killed.catch(() => stopped.abort());
      for (let number = 1; (last === null || number <= last) && !stopped.signal.aborted; number++) {
        for (const one of conversations) {
          const fence = fences[homePartition(one, partitions)];
          if (!fence) throw new Error('No fence');
          await journal.append(one, [{ type: 'reply.delta', turnId: 't-1', text: String(number) }], number, {
            fence,
            attempt: 1,
          });
        }
        // Whoever has all of it looks whether that is the end with the next piece.
        if (cuts >= wanted) last ??= number + 1;
        while (number - slowest() > aheadAtMost && !stopped.signal.aborted)
          await Promise.race([pause(pieceEveryMs), stuck]);
        await pause(pieceEveryMs);
      }
      const all = await Promise.race([Promise.all(followers), stuck]);
      await killed;
      expect(all.flatMap(({ lost }) => lost)).toEqual([]);
      expect(all.flatMap(({ repeated }) => repeated)).toEqual([]);
      expect(kills).toBeGreaterThan(0);
      await Promise.all(instances.map((instance) => instance.stop()));
    },
    patienceMs,
  );
});
