import { describe, expect, it } from '@jest/globals';
import { silentLogger } from '@turnfleet/core';
import { ManualClock } from '@turnfleet/core/testing';
import { KafkaJSConnectionError } from 'kafkajs';
import { watchReachability } from './reachability.ts';

describe('watchReachability', () => {
  it('tells that the brokers went away, and that they are back', async () => {
    const clock = new ManualClock();
    let reachable = true;
    const probe = async (): Promise<void> => {
      if (!reachable) throw new KafkaJSConnectionError('connect ECONNREFUSED', { broker: 'b:1' });
    };
    const { problem, stop } = watchReachability(clock, silentLogger, probe);
    await clock.advance(6_000);
    expect(problem()).toBeNull();
    reachable = false;
    await clock.advance(6_000);
    expect(problem()).toContain('ECONNREFUSED');
    reachable = true;
    await clock.advance(6_000);
    expect(problem()).toBeNull();
    stop();
    expect(clock.pending).toBe(0);
  });
});
