import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { systemClock } from '@turnfleet/core';
import { settle } from '@turnfleet/core/testing';
import type { Following, LogFeed, LogRecord, TopicFollower, TurnLog } from '@turnfleet/turn-engine';
import { recordOf, valuesOf } from './turn-log-scene.ts';
import { Watch } from './watch.ts';

interface LogFeedHarness {
  readonly log: TurnLog & LogFeed;
  createTopic(partitions: number): Promise<string>;
  stop(): Promise<void>;
}

/** What every `LogFeed` must do. */
export function logFeedContract(name: string, makeHarness: () => Promise<LogFeedHarness>, patienceMs = 30_000): void {
  describe(`${name} as a LogFeed`, () => {
    const watch = new Watch(patienceMs);
    let harness: LogFeedHarness;
    let following: Following[] = [];
    beforeAll(async () => {
      harness = await makeHarness();
    }, patienceMs);
    afterAll(() => harness.stop(), patienceMs);
    afterEach(async () => {
      await Promise.all(following.map((one) => one.stop()));
      following = [];
    }, patienceMs);
    const example = (what: string, body: () => Promise<void>): void => it(what, body, 4 * patienceMs);

    async function follow(topic: string, sinceMs = systemClock.now()) {
      const told: LogRecord[] = [];
      const follower: TopicFollower = {
        deliver: (records) => {
          told.push(...records);
          watch.changed();
        },
        missed: () => {
          throw new Error('Nothing can have been missed.');
        },
      };
      const one = await harness.log.follow(topic, sinceMs, follower);
      following.push(one);
      return { told, stop: () => one.stop() };
    }
    const append = (topic: string, partition: number, value: string) =>
      harness.log.append(recordOf(topic, partition, value));

    example('tells every follower every record, in the order of each partition', async () => {
      const topic = await harness.createTopic(3);
      const [a, b] = [await follow(topic), await follow(topic)];
      for (let i = 0; i < 30; i++) await append(topic, i % 3, `${i}`);
      for (const { told } of [a, b]) {
        await watch.until('all are told', () => told.length >= 30);
        for (const partition of [0, 1, 2]) {
          const here = told.filter((record) => record.partition === partition);
          expect(valuesOf(here)).toEqual(Array.from({ length: 10 }, (_, i) => `${3 * i + partition}`));
        }
      }
    });

    example('has told what was written since a moment when it resolves, and nothing older', async () => {
      const topic = await harness.createTopic(2);
      await append(topic, 0, 'old');
      await append(topic, 1, 'old');
      const told = await follow(topic, 0);
      expect(told.told).toHaveLength(2);
      const newest = Math.max(...told.told.map(({ timestamp }) => timestamp));
      const late = await follow(topic, newest + 1);
      expect(late.told).toEqual([]);
      // A record of the same millisecond would be older than what is asked for.
      while (systemClock.now() <= newest) await settle();
      await append(topic, 1, 'new');
      await watch.until('the new one is told', () => late.told.length > 0);
      expect(valuesOf(late.told)).toEqual(['new']);
    });

    example('tells nothing after it was stopped', async () => {
      const topic = await harness.createTopic(1);
      const [first, second] = [await follow(topic), await follow(topic)];
      await first.stop();
      await append(topic, 0, 'a');
      await watch.until('the other one is told', () => second.told.length === 1);
      expect(first.told).toEqual([]);
    });

    example('does not know a topic that does not exist', async () => {
      await expect(follow('no-such-topic')).rejects.toMatchObject({ kind: 'not_found' });
    });
  });
}
