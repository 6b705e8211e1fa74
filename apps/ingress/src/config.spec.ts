import { describe, expect, it } from '@jest/globals';
import { configSchema, exposureMistakes, readConfig } from './config.ts';

const whole = { KAFKA_BROKERS: 'localhost:9092', REDIS_URL: 'redis://localhost:6379' };

function problemsOf(env: Record<string, string>): readonly string[] {
  const config = readConfig(env);
  return config.ok ? [] : config.problems;
}

describe('configuration', () => {
  it('has a default for all but the addresses of log and store', () => {
    expect(readConfig(whole)).toMatchObject({ ok: true, value: { HOST: '127.0.0.1', PORT: 8080, AUTH_MODE: 'none' } });
  });

  it('tells every mistake at once', () => {
    const problems = problemsOf({ PORT: 'x', AUTH_MODE: 'jwt', HOST: '0.0.0.0', JAEGER_QUERY_URL: 'jaeger' });
    expect(problems.map((problem) => problem.split(':')[0]).sort()).toEqual([
      'AUTH_MODE',
      'HOST',
      'JAEGER_QUERY_URL',
      'KAFKA_BROKERS',
      'PORT',
      'REDIS_URL',
    ]);
  });

  it.each(['apikey', 'jwt', 'anything'])('refuses AUTH_MODE=%s, saying what there is', (mode) => {
    expect(problemsOf({ ...whole, AUTH_MODE: mode })).toEqual([expect.stringContaining('must be none')]);
  });

  it.each(['0.0.0.0', '::', '10.0.0.7', 'shop.example'])('does not let anybody in at %s by accident', (HOST) => {
    expect(problemsOf({ ...whole, HOST })).toEqual([expect.stringContaining('AUTH_ALLOW_ANONYMOUS=true')]);
    expect(problemsOf({ ...whole, HOST, AUTH_ALLOW_ANONYMOUS: 'true' })).toEqual([]);
  });

  it.each(['127.0.0.1', '127.8.8.8', '::1', 'localhost'])('takes %s for this machine', (HOST) => {
    expect(problemsOf({ ...whole, HOST })).toEqual([]);
  });

  it('needs no addresses where the fleet brings log and store', () => {
    const config = configSchema.parse({});
    expect(exposureMistakes(config)).toEqual([]);
  });
});
