import { describe, expect, it } from '@jest/globals';
import {
  type ApiKeyRecord,
  apiKeyRecordSchema,
  endOfKey,
  hashOfSecret,
  isWellFormedSecret,
  mintSecret,
  principalOfKey,
  reaches,
} from './index.ts';

const record = (change: Partial<ApiKeyRecord> = {}): unknown => ({
  id: 'key-0001',
  sha256: hashOfSecret(mintSecret('tfk')),
  tenant: 'acme',
  user: 'u-1',
  scopes: ['chat'],
  createdAt: '2026-01-01T00:00:00.000Z',
  ...change,
});

describe('an API key', () => {
  it('is recognised by its form, and no two are alike', () => {
    const keys = Array.from({ length: 50 }, () => mintSecret('tfk'));
    expect(new Set(keys).size).toBe(50);
    for (const key of keys) expect(key).toMatch(/^tfk_[A-Za-z0-9_-]{51}$/);
    expect(keys.every((key) => isWellFormedSecret('tfk', key))).toBe(true);
  });

  it('is told from a typing error, a shortened one and a ticket without a look at any store', () => {
    const key = mintSecret('tfk');
    for (let at = 4; at < key.length; at++) {
      const wrong = key[at] === 'a' ? 'b' : 'a';
      expect(isWellFormedSecret('tfk', key.slice(0, at) + wrong + key.slice(at + 1))).toBe(false);
    }
    for (const other of [key.slice(0, -1), `${key}0`, mintSecret('tft'), '', 'tfk_', key.toUpperCase()])
      expect(isWellFormedSecret('tfk', other)).toBe(false);
  });

  it('has a user or acts for others, and reaches the fleet only to operate it', () => {
    const fine = (change: Partial<ApiKeyRecord>): boolean => apiKeyRecordSchema.safeParse(record(change)).success;
    expect(fine({})).toBe(true);
    expect(fine({ user: null })).toBe(false);
    expect(fine({ actsForOthers: true })).toBe(false);
    expect(fine({ user: null, actsForOthers: true })).toBe(true);
    expect(fine({ user: null, actsForOthers: true, wholeFleet: true })).toBe(false);
    expect(fine({ user: null, actsForOthers: true, wholeFleet: true, scopes: ['operate'] })).toBe(true);
  });

  it('ends at its expiry or when it is revoked, whichever is first', () => {
    const at = Date.parse('2026-06-01T00:00:00.000Z');
    const key = apiKeyRecordSchema.parse(record({ expiresAt: '2026-06-01T00:00:00.000Z' }));
    expect([endOfKey(key, at - 1), endOfKey(key, at)]).toEqual([null, 'expired']);
    const revokedAt = '2026-02-01T00:00:00.000Z';
    expect(endOfKey({ ...key, revokedAt }, at)).toBe('revoked');
  });

  it('reaches what is of its user, or its tenant, and nothing of nobody', () => {
    const own = principalOfKey(apiKeyRecordSchema.parse(record()));
    const all = principalOfKey(apiKeyRecordSchema.parse(record({ user: null, actsForOthers: true })));
    const owners = [
      { tenant: 'acme', user: 'u-1' },
      { tenant: 'acme', user: 'u-2' },
      { tenant: 'other', user: 'u-1' },
      { tenant: 'acme', user: null },
      null,
    ];
    expect(owners.map((owner) => reaches(own, owner))).toEqual([true, false, false, false, false]);
    expect(owners.map((owner) => reaches(all, owner))).toEqual([true, true, false, true, false]);
    const acting = { ...all, user: 'u-1' };
    expect(owners.map((owner) => reaches(acting, owner))).toEqual([true, false, false, true, false]);
  });
});
