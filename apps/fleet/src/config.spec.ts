import { describe, expect, it } from '@jest/globals';
import { type AppName, appNames } from './apps.ts';
import { readConfig } from './config.ts';

const whole = new Set(appNames);
const only = (...names: AppName[]) => new Set(names);
const servers = { KAFKA_BROKERS: '127.0.0.1:9092', REDIS_URL: 'redis://127.0.0.1' };

function problems(env: Record<string, string>, apps: ReadonlySet<AppName> = whole): readonly string[] {
  const config = readConfig(env, apps);
  return config.ok ? [] : config.problems;
}

describe('the configuration of a fleet in one process', () => {
  it('needs nothing', () => {
    expect(readConfig({}, whole)).toMatchObject({
      ok: true,
      value: { PORT: 8_080, PRODUCT_PORT: 50_051, SIM_LLM_PORT: 8_090, OPS_PORT: 9_464 },
    });
  });

  it('tells the mistakes of every app at once, and those of rules with them', () => {
    const told = problems({ PORT: 'x', PRICING_PORT: 'y', SIM_LLM_TTFT_MS: 'z', HOST: '0.0.0.0' });
    expect(told.map((problem) => problem.split(':')[0]).sort()).toEqual([
      'HOST',
      'PORT',
      'PRICING_PORT',
      'SIM_LLM_TTFT_MS',
    ]);
  });

  it.each([
    [only('ingress')],
    [only('agent-desk')],
    [only('orchestrator')],
    [only('ingress', 'orchestrator', 'sim-llm')],
  ])('needs log and state outside when only a part of it shares them', (apps) => {
    expect(problems({}, apps)).toEqual([
      expect.stringMatching(/^KAFKA_BROKERS: is needed/),
      expect.stringMatching(/^REDIS_URL: is needed/),
    ]);
    expect(problems(servers, apps)).toEqual([]);
  });

  it('needs none where nobody shares anything', () => {
    expect(problems({}, only('product', 'sim-llm'))).toEqual([]);
  });

  it('asks for the way in only where clients come in, and for the signer where turns are shared', () => {
    const names = (env: Record<string, string>, apps?: ReadonlySet<AppName>) =>
      problems({ AUTH_MODE: 'jwt,apikey', ...env }, apps).map((problem) => problem.split(':')[0]);
    const jwt = ['JWT_ISSUER', 'JWT_AUDIENCE', 'JWT_JWKS_URL'];
    expect(names({})).toEqual([...jwt, 'API_KEYS_FILE']);
    expect(names(servers)).toEqual([...jwt, 'TURN_SIGNING_KEYS']);
    expect(names(servers, only('orchestrator'))).toEqual(['TURN_SIGNING_KEYS']);
    expect(names(servers, only('product'))).toEqual([]);
  });

  it('minds who may reach it only where somebody comes in', () => {
    expect(problems({ ...servers, HOST: '0.0.0.0' }, only('agent-desk'))).toEqual([expect.stringMatching(/^HOST: /)]);
    expect(problems({ HOST: '0.0.0.0' }, only('product'))).toEqual([]);
    expect(problems({ HOST: '0.0.0.0', AUTH_ALLOW_ANONYMOUS: 'true' })).toEqual([]);
  });
});
