import { describe, expect, it } from '@jest/globals';
import { serversFrom } from './config.ts';

describe('servers of a benchmark', () => {
  it('are those that the environment names', () => {
    const env = { KAFKA_BROKERS: 'a:9092,b:9092', REDIS_URL: 'redis://c:6379' };
    expect(serversFrom(env)).toEqual({ brokers: ['a:9092', 'b:9092'], redisUrl: 'redis://c:6379', owned: false });
  });

  it('are our own if both were started for the run', () => {
    const env = { KAFKA_BROKERS: 'a:9092', REDIS_URL: 'redis://c:6379' };
    expect(serversFrom({ ...env, TURNFLEET_SERVICES_OWNED: 'redis' })).toMatchObject({ owned: false });
    expect(serversFrom({ ...env, TURNFLEET_SERVICES_OWNED: 'redis,kafka' })).toMatchObject({ owned: true });
  });

  it('are to be started when it does not name both', () => {
    expect(serversFrom({ KAFKA_BROKERS: 'a:9092' })).toBeNull();
  });

  it('are not started over and over when they cannot be had', () => {
    const env = { TURNFLEET_SERVICES_OWNED: '', TURNFLEET_SERVICES_MISSING: 'kafka: there is no java' };
    expect(() => serversFrom(env)).toThrow('kafka: there is no java');
  });
});
