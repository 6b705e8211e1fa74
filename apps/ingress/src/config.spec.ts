import { describe, expect, it } from '@jest/globals';
import { exposureMistakes } from '@turnfleet/http-kit';
import { configSchema, readConfig } from './config.ts';

const whole = { KAFKA_BROKERS: 'localhost:9092', REDIS_URL: 'redis://localhost:6379' };

function problemsOf(env: Record<string, string>): readonly string[] {
  const config = readConfig(env);
  return config.ok ? [] : config.problems;
}

describe('configuration', () => {
  it('has a default for all but the addresses of log and store', () => {
    expect(readConfig(whole)).toMatchObject({
      ok: true,
      value: { HOST: '127.0.0.1', PORT: 8080, AUTH_MODE: ['none'] },
    });
  });

  it('tells every mistake at once', () => {
    const problems = problemsOf({
      PORT: 'x',
      AUTH_MODE: 'jwt',
      API_KEYS_FILE: '/nowhere',
      HOST: '0.0.0.0',
      JAEGER_QUERY_URL: 'jaeger',
    });
    expect(problems.map((problem) => problem.split(':')[0]).sort()).toEqual([
      'API_KEYS_FILE',
      'JAEGER_QUERY_URL',
      'JWT_AUDIENCE',
      'JWT_ISSUER',
      'JWT_JWKS_URL',
      'KAFKA_BROKERS',
      'PORT',
      'REDIS_URL',
      'TURN_SIGNING_KEYS',
    ]);
  });

  const signing = { TURN_SIGNING_KEYS: `k1:${'s'.repeat(32)}` };
  const jwt = { JWT_ISSUER: 'https://login', JWT_AUDIENCE: 'fleet', JWT_JWKS_URL: 'https://login/jwks' };

  it.each([
    ['apikey', signing],
    ['jwt', { ...signing, ...jwt }],
    ['apikey, jwt', { ...signing, ...jwt, JWT_CLAIMS: 'tenant=,user=email', JWT_ALGORITHMS: 'EdDSA,PS256' }],
  ])('lets in by %s what is configured for it, at any address', (AUTH_MODE, more) => {
    expect(problemsOf({ ...whole, AUTH_MODE, HOST: '0.0.0.0', ...more })).toEqual([]);
  });

  it.each([
    ['AUTH_MODE', { AUTH_MODE: 'anything' }],
    ['AUTH_MODE', { AUTH_MODE: 'none,apikey' }],
    ['TURN_SIGNING_KEYS', { AUTH_MODE: 'apikey' }],
    ['TURN_SIGNING_KEYS', { AUTH_MODE: 'apikey', TURN_SIGNING_KEYS: 'k1:short' }],
    ['JWT_ALGORITHMS', { JWT_ALGORITHMS: 'HS256' }],
    ['JWT_ALGORITHMS', { JWT_ALGORITHMS: 'none' }],
    ['JWT_CLAIMS', { JWT_CLAIMS: 'user=' }],
    ['JWT_CLOCK_SKEW_SECONDS', { JWT_CLOCK_SKEW_SECONDS: '3600' }],
  ])('refuses a wrong %s: %j', (name, env) => {
    expect(problemsOf({ ...whole, ...env })).toEqual([expect.stringMatching(`^${name}: `)]);
  });

  it('tells no signing key when it is wrong', () => {
    expect(problemsOf({ ...whole, TURN_SIGNING_KEYS: 'k1:hush' }).join()).not.toContain('hush');
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
