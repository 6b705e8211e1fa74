import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import type { Owner } from '@turnfleet/contract/schemas';
import { z } from 'zod';
import type { Principal, Reach } from './principal.ts';
import { isScope, type Scope } from './scopes.ts';

/** Keys by name. The first signs, all verify: put a new one in front, and take the old one out when its turns are answered. */
export type SigningKeys = ReadonlyMap<string, Buffer>;

/** What a signature says of the turn's asker. */
export interface SignedAsker extends Owner {
  readonly reach: Reach;
  readonly scopes: readonly Scope[];
  readonly by: string;
}

/** Header of a turn's record: who asks, signed by the ingress that let them in. */
export const askerHeader = 'x-turnfleet-asker';

/** Whatever the signature has to hold for; nobody else's turn, nor another text, may carry it. */
export interface SignedContent {
  readonly conversationId: string;
  readonly turnId: string;
  readonly value: Uint8Array;
}

/** Headers that vouch for who asks a turn. */
export type SignTurn = (principal: Principal, content: SignedContent) => Readonly<Record<string, string>>;

const claimsSchema = z.object({
  t: z.string(),
  u: z.string().nullable(),
  r: z.enum(['fleet', 'tenant', 'user']),
  s: z.array(z.string()),
  b: z.string(),
});

/** `v1.KEY.CLAIMS.MAC`, HMAC-SHA-256 over everything it is to hold for. */
export function signAsker(
  keys: SigningKeys,
  { tenant, user, reach, scopes, by }: Pick<Principal, keyof SignedAsker>,
  content: SignedContent,
): string {
  const [first] = keys;
  if (!first) throw new Error('There is no key to sign with.');
  const [name, key] = first;
  const claims = Buffer.from(JSON.stringify({ t: tenant, u: user, r: reach, s: scopes, b: by })).toString('base64url');
  return `v1.${name}.${claims}.${macOf(key, name, claims, content).toString('base64url')}`;
}

/** Who asks, null if no key of ours has signed this. Total, whatever the text. */
export function verifyAsker(keys: SigningKeys, header: string, content: SignedContent): SignedAsker | null {
  const [version, name = '', claims = '', mac = '', ...rest] = header.split('.');
  const key = keys.get(name);
  if (version !== 'v1' || rest.length > 0 || !key) return null;
  const given = Buffer.from(mac, 'base64url');
  const wanted = macOf(key, name, claims, content);
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return null;
  // Of our own writing: the signature says so.
  const { data } = claimsSchema.safeParse(JSON.parse(Buffer.from(claims, 'base64url').toString()));
  return data ? { tenant: data.t, user: data.u, reach: data.r, scopes: data.s.filter(isScope), by: data.b } : null;
}

function macOf(key: Buffer, name: string, claims: string, { conversationId, turnId, value }: SignedContent): Buffer {
  const parts = ['v1', name, claims, conversationId, turnId, hash('sha256', value, 'hex')];
  return createHmac('sha256', key).update(parts.join('\n')).digest();
}
