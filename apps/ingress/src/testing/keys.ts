import {
  type ApiKeyRecord,
  type ApiKeyStore,
  apiKeyRecordSchema,
  hashOfSecret,
  mintSecret,
} from '@turnfleet/principal';

/** What an ingress needs where clients sign in with API keys. */
export const withKeys = {
  AUTH_MODE: ['apikey' as const],
  TURN_SIGNING_KEYS: new Map([['k1', Buffer.alloc(32, 'k')]]),
};

let count = 0;

/** A key of acme's user `u-1` that may chat, unless `change` says otherwise. */
export async function makeKey(store: ApiKeyStore, change: Partial<ApiKeyRecord> = {}) {
  const key = mintSecret('tfk');
  const record = apiKeyRecordSchema.parse({
    ...{ id: `key-${1_000 + count++}`, sha256: hashOfSecret(key), tenant: 'acme', user: 'u-1', scopes: ['chat'] },
    createdAt: '2025-01-01T00:00:00.000Z',
    ...change,
  });
  await store.put(record);
  return { key, record, headers: { authorization: `Bearer ${key}` } };
}
