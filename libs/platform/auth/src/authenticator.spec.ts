import { describe, expect, it, jest } from '@jest/globals';
import { type Logger, silentLogger, TurnfleetError, wait } from '@turnfleet/core';
import { ManualClock } from '@turnfleet/core/testing';
import {
  type ApiKeyRecord,
  apiKeyRecordSchema,
  type Credential,
  hashOfSecret,
  mintSecret,
  type Ticket,
  type TicketStore,
} from '@turnfleet/principal';
import { createAuthenticator } from './authenticator.ts';
import { watchCredentials } from './credential-watch.ts';

function scene() {
  const clock = new ManualClock();
  const key = mintSecret('tfk');
  const record = apiKeyRecordSchema.parse({
    ...{ id: 'key-0001', sha256: hashOfSecret(key), tenant: 'acme', user: 'u-1', scopes: ['chat'] },
    createdAt: '2026-01-01T00:00:00.000Z',
  });
  const stored = new Map<string, ApiKeyRecord>([[record.sha256, record]]);
  const state = { away: false, looks: 0 };
  const keys = {
    find: async (sha256: string) => {
      state.looks++;
      if (state.away) throw new TurnfleetError('overloaded', 'Redis is away.');
      return stored.get(sha256) ?? null;
    },
  };
  const kept = new Map<string, Ticket>();
  const tickets: TicketStore = {
    keep: async (hash, ticket) => void kept.set(hash, ticket),
    take: async (hash) => {
      const ticket = kept.get(hash) ?? null;
      kept.delete(hash);
      return ticket;
    },
  };
  const authenticator = createAuthenticator({ keys: [keys], jwt: null, tickets, clock });
  const revoke = (): void => {
    const revokedAt = new Date(clock.now()).toISOString();
    stored.set(record.sha256, { ...record, revokedAt });
  };
  return { clock, key, record, authenticator, tickets, state, revoke };
}

describe('who brings an API key', () => {
  it('comes in as what the key says', async () => {
    const { authenticator, key, record } = scene();
    expect(await authenticator.enter(`Bearer ${key}`)).toMatchObject({
      principal: { tenant: 'acme', user: 'u-1', reach: 'user', scopes: ['chat'], by: 'key-0001' },
      credential: { kind: 'key', sha256: record.sha256 },
    });
    await expect(authenticator.enter(`bearer  ${key} `)).resolves.toBeDefined();
  });

  it('is told what is wrong with it, and the store is not asked for what cannot be a key', async () => {
    const { authenticator, key, state } = scene();
    const refusal = (given: string | undefined, message: RegExp) =>
      expect(authenticator.enter(given)).rejects.toMatchObject({
        kind: 'unauthenticated',
        message: expect.stringMatching(message),
      });
    await refusal(undefined, /without signing in/);
    await refusal('Basic abc', /not `Bearer`/);
    await refusal(`Bearer ${key} ${key}`, /not `Bearer`/);
    await refusal(`Bearer ${key.slice(0, -1)}`, /cut off or mistyped/);
    await refusal('Bearer eyJhbGciOiJub25lIn0.e30.', /tokens are not accepted/);
    expect(state.looks).toBe(0);
    await refusal(`Bearer ${mintSecret('tfk')}`, /not known/);
  });

  it('is refused within 5 s after the key was revoked, and so is what it holds open', async () => {
    const { authenticator, key, clock, revoke } = scene();
    const { credential } = await authenticator.enter(`Bearer ${key}`);
    const watch = watchCredentials(authenticator, clock, silentLogger);
    const ended: string[] = [];
    watch.hold(credential, () => ended.push('one'));
    watch.hold(credential, () => ended.push('two'));
    const gone = watch.hold(credential, () => ended.push('gone'));
    await clock.advance(10_000);
    expect(ended).toEqual([]);
    gone();
    revoke();
    await clock.advance(4_900);
    expect(ended).toEqual(['one', 'two']);
    await expect(authenticator.enter(`Bearer ${key}`)).rejects.toThrow('The API key key-0001 was revoked.');
    watch.stop();
  });

  it('is refused in time however many keys hold something open, and though one cannot be looked at', async () => {
    const { clock } = scene();
    const revoked = new Set<string>();
    const isStillGood = async (credential: Credential): Promise<boolean> => {
      await wait(clock, 2);
      if (credential.kind === 'key' && credential.sha256 === 'key-7') throw new Error('unreadable');
      return credential.kind !== 'key' || !revoked.has(credential.sha256);
    };
    const error = jest.fn<Logger['error']>();
    const watch = watchCredentials({ isStillGood }, clock, { ...silentLogger, error });
    const ended: string[] = [];
    const hold = (sha256: string) => watch.hold({ kind: 'key', sha256 }, () => ended.push(sha256));
    for (let i = 0; i < 5_000; i++) hold(`key-${i}`);
    revoked.add('key-3').add('key-4999');
    await clock.advance(4_900);
    expect(ended).toEqual(['key-3', 'key-4999']);
    expect(error.mock.calls.length).toBeLessThanOrEqual(2);
    watch.stop();
  });

  it('who is in stays in while nobody can tell, and nobody new comes in', async () => {
    const { authenticator, key, clock, state } = scene();
    const { credential } = await authenticator.enter(`Bearer ${key}`);
    state.away = true;
    await clock.advance(2_000);
    expect(await authenticator.isStillGood(credential)).toBe(true);
    await expect(authenticator.enter(`Bearer ${key}`)).rejects.toMatchObject({ kind: 'overloaded' });
  });

  it('gets a ticket that is good once, and not after the key was revoked', async () => {
    const { authenticator, key, tickets, revoke } = scene();
    const { principal, credential } = await authenticator.enter(`Bearer ${key}`);
    const given = async (): Promise<string> => {
      const ticket = mintSecret('tft');
      await tickets.keep(hashOfSecret(ticket), { principal, credential, conversationId: 'c-1' }, 60_000);
      return ticket;
    };
    const ticket = await given();
    expect(await authenticator.enterByTicket(ticket)).toEqual({ principal, credential, conversationId: 'c-1' });
    await expect(authenticator.enterByTicket(ticket)).rejects.toMatchObject({ kind: 'unauthenticated' });
    await expect(authenticator.enterByTicket(key)).rejects.toMatchObject({ kind: 'unauthenticated' });
    const late = await given();
    revoke();
    await expect(authenticator.enterByTicket(late)).rejects.toMatchObject({ kind: 'unauthenticated' });
  });
});
