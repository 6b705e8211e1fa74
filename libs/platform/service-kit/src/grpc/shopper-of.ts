import { decodeAsker } from '@turnfleet/contract/grpc';
import type { Owner } from '@turnfleet/contract/schemas';
import { TurnfleetError } from '@turnfleet/core';
import type { ServiceCall } from './service.ts';

/** Somebody the shop knows by their id; what has no name belongs to nobody. */
export type Shopper = Owner & { readonly user: string };

/**
 * Whom a call is about, in the tenant for whom it is made: the shopper that it names or else is made for, null for nobody in
 * particular. `forbidden` if it is made for another shopper than the one it names.
 */
export function askedAbout({ user_id: named }: { readonly user_id: string }, { metadata }: ServiceCall): Owner {
  const asker = decodeAsker((name) => metadata.get(name)[0]);
  const user = named === '' ? (asker?.user ?? null) : named;
  if (asker && asker.user !== null && asker.user !== user) throw notTheirs();
  return { tenant: asker?.tenant ?? 'default', user };
}

/**
 * Whom a call is about: the shopper that the request names, in the tenant for whom the call is made. `forbidden` if the
 * call is made for another shopper than the one it names.
 */
export function shopperOf({ user_id: user }: { readonly user_id: string }, { metadata }: ServiceCall): Shopper {
  const asker = decodeAsker((name) => metadata.get(name)[0]);
  if (asker && asker.user !== null && asker.user !== user) throw notTheirs();
  return { tenant: asker?.tenant ?? 'default', user };
}

function notTheirs(): TurnfleetError {
  return new TurnfleetError('forbidden', 'The call is about another shopper than the one it is made for.');
}
