import type { Owner } from '@turnfleet/contract/schemas';
import type { RateClass, Scope } from './scopes.ts';

/** Whose things a principal may touch: of the whole fleet, of its tenant, or its own alone. */
export type Reach = 'fleet' | 'tenant' | 'user';

/** Who asks. Made once, where the request came in; everything later goes by it. */
export interface Principal extends Owner {
  readonly reach: Reach;
  readonly scopes: readonly Scope[];
  /** Of the shopper, if who vouches for them said so. */
  readonly level: string | null;
  /** What it says of a shopper's level and city counts. */
  readonly trusted: boolean;
  readonly rateClass: RateClass;
  /** Names the key or token in logs; holds no secret. */
  readonly by: string;
}

/** Everybody, where nobody signs in. */
export const anonymous: Principal = {
  tenant: 'default',
  user: null,
  reach: 'fleet',
  scopes: ['chat', 'read', 'tools', 'agent', 'operate'],
  level: null,
  trusted: true,
  rateClass: 'standard',
  by: 'anonymous',
};

/** What decides whether something is there for a principal. */
export type Touching = Pick<Principal, 'tenant' | 'user' | 'reach'>;

/**
 * Whether something of this owner is there for whoever asks. `null`: nobody knows whose it is. With `user` a principal that
 * reaches its tenant acts for that user, and for the time being reaches no other's.
 */
export function reaches(asker: Touching, owner: Owner | null): boolean {
  switch (asker.reach) {
    case 'fleet':
      return true;
    case 'tenant':
      if ((owner?.tenant ?? 'default') !== asker.tenant) return false;
      return asker.user === null || owner === null || owner.user === null || owner.user === asker.user;
    case 'user':
      return owner !== null && owner.user !== null && isSame(owner, asker);
  }
}

function isSame(a: Owner, b: Owner): boolean {
  return a.tenant === b.tenant && a.user === b.user;
}

/** Whether it has one of these scopes. */
export function mayAny(principal: Principal, wanted: readonly Scope[]): boolean {
  return wanted.some((scope) => principal.scopes.includes(scope));
}
