import { describe, expect, it } from '@jest/globals';
import { appNames } from './apps.ts';
import { type Config, readConfig } from './config.ts';
import { type Listening, withAddresses } from './with-addresses.ts';

function configOf(env: Record<string, string>): Config {
  const config = readConfig(env, new Set(appNames));
  if (!config.ok) throw new Error(config.problems.join('\n'));
  return config.value;
}

describe('what the orchestrator calls in the fleet', () => {
  it('is what this process runs, where it really listens', () => {
    const listening: Listening[] = [
      { name: 'product', addresses: { grpc: '[::1]:41000' } },
      { name: 'pricing', addresses: { grpc: '0.0.0.0:41001' } },
      { name: 'sim-llm', addresses: { http: 'http://[::]:41002' } },
    ];
    expect(withAddresses(configOf({}), listening)).toMatchObject({
      PRODUCT_ADDR: '[::1]:41000',
      PRICING_ADDR: '127.0.0.1:41001',
      OPENAI_BASE_URL: 'http://[::1]:41002/v1',
      ANTHROPIC_BASE_URL: 'http://[::1]:41002',
    });
  });

  it('is where the configuration says, if it says so', () => {
    const config = configOf({ PRODUCT_ADDR: 'dns:///product:50051', OPENAI_API_KEY: 'k' });
    const listening: Listening[] = [
      { name: 'product', addresses: { grpc: '127.0.0.1:41000' } },
      { name: 'sim-llm', addresses: { http: 'http://127.0.0.1:41002' } },
    ];
    expect(withAddresses(config, listening)).toEqual(config);
  });

  it('is whoever is registered here, unless the configuration says where a service is', () => {
    const listening: Listening[] = [{ name: 'registry', addresses: { grpc: '0.0.0.0:41003' } }];
    expect(withAddresses(configOf({}), listening).REGISTRY_ADDR).toEqual(['127.0.0.1:41003']);
    expect(withAddresses(configOf({ REGISTRY_ADDR: 'r:1' }), listening).REGISTRY_ADDR).toEqual(['r:1']);
    expect(withAddresses(configOf({ PRODUCT_ADDR: 'p:1' }), listening).REGISTRY_ADDR).toBeUndefined();
  });

  it('stays as configured for what runs elsewhere', () => {
    const config = configOf({});
    expect(withAddresses(config, [])).toEqual(config);
  });
});
