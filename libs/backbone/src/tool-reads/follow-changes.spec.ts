import { describe, expect, it } from '@jest/globals';
import { encodeChange, topics } from '@turnfleet/contract/events';
import { silentLogger } from '@turnfleet/core';
import { ManualClock, settle } from '@turnfleet/core/testing';
import { chatTopics, createEmbeddedLog } from '@turnfleet/embedded';
import type { HeardChange } from '@turnfleet/tools';
import type { LogFeed, TopicFollower } from '@turnfleet/turn-engine';
import { followChanges } from './follow-changes.ts';

const hourMs = 3_600_000;

function given() {
  const clock = new ManualClock();
  const log = createEmbeddedLog(clock, chatTopics(4));
  const heard: HeardChange[] = [];
  const follow = (feed: LogFeed = log) =>
    followChanges({ feed, invalidate: (change) => void heard.push(change), clock, logger: silentLogger });
  const tell = (subject: string) =>
    log.append(
      encodeChange(
        { id: subject, service: 'product', kind: 'price', subject, at: new Date(clock.now()).toISOString() },
        4,
      ),
    );
  return { clock, log, heard, follow, tell, subjects: () => heard.map((change) => change.subject).toSorted() };
}

describe('the changes of the shop', () => {
  it('end what is kept, each in every process', async () => {
    const { clock, heard, follow, tell } = given();
    await follow();
    await follow();
    await tell('SKU-1');
    await settle();
    expect(heard).toEqual(Array.from({ length: 2 }, () => ({ kind: 'price', subject: 'SKU-1', atMs: clock.now() })));
  });

  it('of the last two hours end what outlived the process before it takes a turn', async () => {
    const { clock, follow, tell, subjects } = given();
    await tell('SKU-OLD');
    await clock.advance(hourMs);
    await tell('SKU-1');
    await clock.advance(1.5 * hourMs);
    await tell('SKU-2');
    await follow();
    expect(subjects()).toEqual(['SKU-1', 'SKU-2']);
  });

  it('that cannot be read are passed over', async () => {
    const { log, follow, tell, subjects } = given();
    await follow();
    for (const value of [null, new Uint8Array([0xff]), Buffer.from('{"kind":"weather"}')])
      await log.append({ topic: topics.changes, partition: 0, key: null, value, headers: {} });
    await tell('SKU-1');
    await settle();
    expect(subjects()).toEqual(['SKU-1']);
  });

  it('that were missed may have been any', async () => {
    const { clock, heard, follow } = given();
    let follower: TopicFollower | undefined;
    await follow({
      follow: async (_topic, _since, given) => {
        follower = given;
        return { stop: async () => undefined };
      },
    });
    follower?.missed();
    expect(heard).toEqual(['price', 'stock', 'product'].map((kind) => ({ kind, subject: '', atMs: clock.now() })));
  });
});
