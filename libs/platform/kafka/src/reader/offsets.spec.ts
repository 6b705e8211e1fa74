import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '@turnfleet/core/testing';
import type { Cluster, TopicOffsets } from 'kafkajs';
import { offsetsOf } from './offsets.ts';

/** Topics `t` and `u` with partitions 0 … 23, of which partition p holds the offsets 0 … p - 1. */
function clusterOf24() {
  const requests: string[] = [];
  const cluster = {
    addTargetTopic: async (topic: string) => {
      if (topic === 'missing') throw new Error('no such topic');
    },
    fetchTopicsOffset: async (
      wanted: { topic: string; partitions: { partition: number }[]; fromBeginning: boolean }[],
    ) => {
      requests.push(wanted.map(({ topic, partitions }) => `${topic}:${partitions.length}`).join(' '));
      return wanted.map(({ topic, partitions, fromBeginning }): TopicOffsets => {
        const there = partitions.filter(({ partition }) => partition < 24);
        const offset = (partition: number): string => String(fromBeginning ? 0 : partition);
        return { topic, partitions: there.map(({ partition }) => ({ partition, offset: offset(partition) })) };
      });
    },
  } as unknown as Cluster;
  return { cluster, requests };
}

describe('offsetsOf', () => {
  it('asks for the ends of two topics of every partition in one request', async () => {
    const { cluster, requests } = clusterOf24();
    const clock = new ManualClock();
    const offsets = offsetsOf(cluster, clock);
    const ends = Array.from({ length: 24 }, (_, p) => [offsets.end('t', p), offsets.end('u', p)]).flat();
    await clock.advance(2);
    expect((await Promise.all(ends)).slice(-2)).toEqual([23n, 23n]);
    expect(requests).toEqual(['t:24 u:24']);
  });

  it('tells both bounds', async () => {
    const { cluster } = clusterOf24();
    const clock = new ManualClock();
    const bounds = offsetsOf(cluster, clock).bounds('t', [3, 5]);
    await clock.advance(2);
    expect(await bounds).toEqual(
      new Map([
        [3, { oldest: 0n, end: 3n }],
        [5, { oldest: 0n, end: 5n }],
      ]),
    );
  });

  it('lets a topic or partition that does not exist spoil nobody else’s question', async () => {
    const { cluster } = clusterOf24();
    const clock = new ManualClock();
    const offsets = offsetsOf(cluster, clock);
    const asked = Promise.allSettled([offsets.end('missing', 0), offsets.end('t', 99), offsets.end('t', 7)]);
    await clock.advance(2);
    expect(await asked).toMatchObject([
      { status: 'rejected' },
      { status: 'rejected', reason: { kind: 'not_found' } },
      { status: 'fulfilled', value: 7n },
    ]);
  });
});
