import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '@turnfleet/core/testing';
import { type Cluster, KafkaJSProtocolError } from 'kafkajs';
import { electionRetry } from '../retry.ts';
import { askCluster } from './cluster.ts';

const refusal = (type: string): Error => new KafkaJSProtocolError({ type, code: 0, message: type } as never);

/** A cluster whose first answers fail, and how often its metadata was asked for anew. */
function shaky(failures: readonly Error[]) {
  const left = [...failures];
  let refreshed = 0;
  const cluster = { connect: async () => {}, refreshMetadata: async () => void refreshed++ } as unknown as Cluster;
  const request = async (): Promise<string> => {
    const failure = left.shift();
    if (failure) throw failure;
    return 'answer';
  };
  return { cluster, request, refreshed: () => refreshed };
}

async function finished<T>(clock: ManualClock, work: Promise<T>): Promise<T> {
  let done = false;
  const end = (): void => void (done = true);
  work.then(end, end);
  while (!done) await clock.advance(100);
  return work;
}

describe('askCluster', () => {
  it('waits for an election of leaders, which once ended every worker when a broker died', async () => {
    const clock = new ManualClock();
    const { cluster, request, refreshed } = shaky(Array(12).fill(refusal('LEADER_NOT_AVAILABLE')));
    expect(await finished(clock, askCluster(cluster, clock, 'answer', request, electionRetry))).toBe('answer');
    expect(refreshed()).toBe(12);
    expect(clock.monotonic()).toBeGreaterThan(9_000);
  });

  it('gives up in bounded time, and says it in our words: overloaded', async () => {
    const clock = new ManualClock();
    const { cluster, request } = shaky(Array(1_000).fill(refusal('LEADER_NOT_AVAILABLE')));
    await expect(finished(clock, askCluster(cluster, clock, 'answer', request))).rejects.toMatchObject({
      kind: 'overloaded',
    });
    expect(clock.monotonic()).toBeLessThanOrEqual(11_000);
  });

  it('repeats nothing that is refused for good', async () => {
    const { cluster, request } = shaky([refusal('TOPIC_AUTHORIZATION_FAILED')]);
    await expect(askCluster(cluster, new ManualClock(), 'answer', request)).rejects.toMatchObject({
      kind: 'forbidden',
    });
  });
});
