import { type Clock, TurnfleetError, ulid } from '@turnfleet/core';
import {
  type ApiKeyRecord,
  type ApiKeyStore,
  apiKeyRecordSchema,
  endOfKey,
  hashOfSecret,
  mintSecret,
} from '@turnfleet/principal';

export interface MadeKey {
  /** Kept nowhere. */
  readonly key: string;
  readonly record: ApiKeyRecord;
}

type Wanted = Omit<ApiKeyRecord, 'id' | 'sha256' | 'createdAt' | 'expiresAt' | 'revokedAt'> & {
  readonly expires?: string;
};
type Now = { readonly clock: Pick<Clock, 'now'> };

/** `invalid_request` if the parts do not fit together. */
export async function createKey(store: ApiKeyStore, { expires, ...wanted }: Wanted, { clock }: Now): Promise<MadeKey> {
  const now = clock.now();
  const expiresAt = expires === undefined ? null : new Date(instantAfter(now, expires)).toISOString();
  return mint(store, { ...wanted, expiresAt }, now);
}

/** All of them, or none if one is not known. */
export async function revokeKeys(
  store: ApiKeyStore,
  ids: readonly string[],
  { clock }: Now,
): Promise<readonly ApiKeyRecord[]> {
  const all = await store.list();
  const found = ids.map((id) => known(all, id));
  const revokedAt = new Date(clock.now()).toISOString();
  const revoked = found.map((record) => ({ ...record, revokedAt: record.revokedAt ?? revokedAt }));
  for (const record of revoked) await store.put(record);
  return revoked;
}

/** A new key like the old one, which ends after `overlap` if it does not before. */
export async function rotateKey(store: ApiKeyStore, id: string, overlap: string, { clock }: Now): Promise<MadeKey> {
  const now = clock.now();
  const old = known(await store.list(), id);
  const end = endOfKey(old, now);
  if (end !== null)
    throw new TurnfleetError('conflict', `The key ${id} ${end === 'revoked' ? 'was revoked' : 'has expired'}.`, {
      suggestion: 'Make a new one: npx turnfleet keys create.',
    });
  const endsAt = instantAfter(now, overlap);
  // A key that was to end keeps to that: a new one lives as long as the old was to.
  const lifeMs = old.expiresAt === null ? null : Date.parse(old.expiresAt) - Date.parse(old.createdAt);
  const made = await mint(
    store,
    { ...old, expiresAt: lifeMs === null ? null : new Date(now + lifeMs).toISOString() },
    now,
  );
  const earlier = Math.min(endsAt, old.expiresAt === null ? endsAt : Date.parse(old.expiresAt));
  await store.put({ ...old, expiresAt: new Date(earlier).toISOString() });
  return made;
}

async function mint(store: ApiKeyStore, wanted: Partial<ApiKeyRecord>, now: number): Promise<MadeKey> {
  const key = mintSecret('tfk');
  const { tenant, user, actsForOthers, wholeFleet, trusted, scopes, rateClass, name, expiresAt } = wanted;
  const parsed = apiKeyRecordSchema.safeParse({
    ...{ tenant, user, actsForOthers, wholeFleet, trusted, scopes, rateClass, name, expiresAt },
    id: `key-${ulid(now, Math.random)}`,
    sha256: hashOfSecret(key),
    createdAt: new Date(now).toISOString(),
  });
  if (!parsed.success) {
    const wrong = parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
    throw new TurnfleetError('invalid_request', `There can be no such key: ${wrong.join('; ')}.`, {
      suggestion: 'Give --user ID for a key of one user, or --act-as for one that acts for others.',
    });
  }
  await store.put(parsed.data);
  return { key, record: parsed.data };
}

function known(all: readonly ApiKeyRecord[], id: string): ApiKeyRecord {
  const found = all.find((record) => record.id === id);
  if (found) return found;
  throw new TurnfleetError('not_found', `There is no key ${id} here.`, {
    suggestion: '`npx turnfleet keys list` shows them all.',
  });
}

const units = { d: 86_400_000, h: 3_600_000, m: 60_000 } as const;

/** Unix milliseconds of `90d`, `12h`, `30m` from now, or of an RFC 3339 time. */
function instantAfter(now: number, text: string): number {
  const [, digits, unit] = /^(\d{1,5})([dhm])$/.exec(text) ?? [];
  if (digits !== undefined) return now + Number(digits) * units[unit as keyof typeof units];
  const instant = /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isFinite(instant)) return instant;
  throw new TurnfleetError(
    'invalid_request',
    `"${text}" is no time: give 90d, 12h, 30m, or one like 2027-01-01T00:00:00Z.`,
  );
}
