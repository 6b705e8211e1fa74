import { TurnfleetError } from '@turnfleet/core';
import { type Principal, scopesIn } from '@turnfleet/principal';

/** Signatures of a key pair. With a shared secret, whoever verifies could also sign, and a public key be taken for one. */
export const asymmetricAlgorithms = [
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
] as const;

const meanings = ['tenant', 'user', 'scopes', 'level'] as const;

/** Under which claim a token says what; a dotted path goes into objects. Without one for the tenant all are of `default`. */
export type ClaimNames = Readonly<Partial<Record<(typeof meanings)[number], string>>>;

const usual: ClaimNames = { tenant: 'tenant', user: 'sub', scopes: 'scope', level: 'level' };

/** `tenant=org.id,scopes=permissions` over the usual names; `tenant=` for none. Null if it is no such list. */
export function claimNames(text: string): ClaimNames | null {
  const names: Record<string, string> = { ...usual };
  for (const entry of text.split(',').filter((one) => one.trim() !== '')) {
    const [, meaning = '', claim = ''] = /^\s*([a-z]+)\s*=\s*(\S*)\s*$/.exec(entry) ?? [];
    if (!meanings.some((one) => one === meaning)) return null;
    if (claim === '') delete names[meaning];
    else names[meaning] = claim;
  }
  return names['user'] === undefined || names['scopes'] === undefined ? null : names;
}

/** Who a verified token is about. A user's token reaches the user's own, whatever its scopes. `unauthenticated` if it does not say. */
export function principalOfClaims(claims: Readonly<Record<string, unknown>>, names: ClaimNames): Principal {
  const text = (meaning: keyof ClaimNames): string | null => {
    const name = names[meaning];
    const value = name === undefined ? undefined : at(claims, name);
    return typeof value === 'string' && value !== '' && value.length <= 128 ? value : null;
  };
  const needed = (meaning: 'tenant' | 'user'): string => {
    const value = text(meaning);
    if (value !== null) return value;
    throw new TurnfleetError(
      'unauthenticated',
      `The token has no usable claim "${names[meaning]}", which names the ${meaning}.`,
      {
        suggestion: 'Have the issuer put it in, or name another claim in JWT_CLAIMS.',
      },
    );
  };
  return {
    tenant: names.tenant === undefined ? 'default' : needed('tenant'),
    user: needed('user'),
    reach: 'user',
    scopes: scopesIn(at(claims, names.scopes ?? '')),
    level: text('level'),
    trusted: false,
    rateClass: 'standard',
    by: 'jwt',
  };
}

/** The claim of that name, or at that path. */
function at(claims: Readonly<Record<string, unknown>>, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  let value: unknown = claims;
  for (const part of name.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[part];
  }
  return value;
}
