import { z } from 'zod';
import type { Principal } from './principal.ts';
import { rateClasses, scopeSchema } from './scopes.ts';

const name = z.string().min(1).max(128);
const instant = z.iso.datetime({ offset: true });

/** All that is kept of an API key: never the key. */
export const apiKeyRecordSchema = z
  .object({
    id: z.string().regex(/^key-[A-Za-z0-9]{4,40}$/, 'must look like key-01J…'),
    sha256: z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'must be the SHA-256 of the key in base64url'),
    name: z.string().max(128).default(''),
    tenant: name,
    user: name.nullable().default(null),
    actsForOthers: z.boolean().default(false),
    wholeFleet: z.boolean().default(false),
    trusted: z.boolean().default(false),
    scopes: z.array(scopeSchema).min(1),
    rateClass: z.enum(rateClasses).default('standard'),
    createdAt: instant,
    expiresAt: instant.nullable().default(null),
    revokedAt: instant.nullable().default(null),
  })
  .refine(({ user, actsForOthers }) => (user === null) === actsForOthers, {
    path: ['user'],
    message: 'must be given, unless the key acts for others; then it must not',
  })
  .refine(({ wholeFleet, scopes }) => !wholeFleet || (scopes.includes('operate') && scopes.length === 1), {
    path: ['wholeFleet'],
    message: 'is only for keys whose one scope is operate',
  });

export type ApiKeyRecord = z.output<typeof apiKeyRecordSchema>;

/** Why the key no longer opens anything; null if it does. `now`: Unix milliseconds. */
export function endOfKey({ revokedAt, expiresAt }: ApiKeyRecord, now: number): 'revoked' | 'expired' | null {
  if (revokedAt !== null && Date.parse(revokedAt) <= now) return 'revoked';
  return expiresAt !== null && Date.parse(expiresAt) <= now ? 'expired' : null;
}

export function principalOfKey(record: ApiKeyRecord): Principal {
  const { id, tenant, user, actsForOthers, wholeFleet, trusted, scopes, rateClass } = record;
  const reach = wholeFleet ? 'fleet' : actsForOthers ? 'tenant' : 'user';
  return { tenant, user, reach, scopes, level: null, trusted, rateClass, by: id };
}
