import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { encodeAsker } from '@turnfleet/contract/grpc';
import { silentLogger, systemClock } from '@turnfleet/core';
import type { App } from '@turnfleet/service-kit';
import { type GrpcCaller, grpcCaller, refusal } from '@turnfleet/testing';
import { compose } from './compose.ts';
import { configSchema } from './config.ts';

let app: App;
let caller: GrpcCaller;

beforeAll(async () => {
  app = await compose(configSchema.parse({ CUSTOMER_PORT: '0' }), { clock: systemClock, logger: silentLogger });
  caller = grpcCaller('turnfleet.customer.v1.CustomerService', app.addresses['grpc'] ?? '');
});
afterAll(async () => {
  caller.close();
  await app.stop();
});

const profile = (id: string, asker: string | null = id) => {
  const metadata = asker === null ? {} : encodeAsker({ tenant: 'default', user: asker });
  return caller.call('GetCustomerProfile', { user_id: id }, { metadata });
};

describe('GetCustomerProfile', () => {
  it('gives level, city and language, and of the name only its first character', async () => {
    expect(await profile('U123456')).toEqual({
      name: '陈**',
      level: 'CUSTOMER_LEVEL_GOLD',
      default_city: '广州',
      preferred_language: 'zh-CN',
    });
  });

  it('has no city for who has none', async () => {
    expect(await profile('U123460')).toMatchObject({ default_city: '' });
  });

  it('says of nobody that it knows them by their id', async () => {
    const { kind, message, details } = await refusal(profile('U-nobody'));
    expect([kind, details.resource]).toEqual(['not_found', { type: 'customer', name: 'the shopper' }]);
    expect(message).not.toContain('U-nobody');
  });

  it('says of nobody else that they are there, and nothing to who does not say for whom it asks', async () => {
    expect((await refusal(profile('U123456', 'U123460'))).kind).toBe('not_found');
    expect((await refusal(profile('U123456', ''))).kind).toBe('not_found');
    expect((await refusal(profile('U123456', null))).kind).toBe('unauthenticated');
  });

  it('refuses a blank id', async () => {
    expect((await refusal(profile(' '))).kind).toBe('invalid_request');
  });
});
