import type { Owner } from '../schemas/conversation.ts';

/** Metadata of a call that says for whom it is made. Percent-encoded: an upstream's ids may be in any script. */
const askerHeaders = { tenant: 'turnfleet-tenant', user: 'turnfleet-user' } as const;

export function encodeAsker({ tenant, user }: Owner): Readonly<Record<string, string>> {
  return {
    [askerHeaders.tenant]: encodeURIComponent(tenant),
    ...(user === null ? {} : { [askerHeaders.user]: encodeURIComponent(user) }),
  };
}

/** For whom a call is made, null if it does not say, or not legibly. `get` gives the first value of a name. */
export function decodeAsker(get: (name: string) => unknown): Owner | null {
  const text = (name: string): string | null => {
    const value = get(name);
    return typeof value === 'string' && value !== '' ? decodeURIComponent(value) : null;
  };
  try {
    const tenant = text(askerHeaders.tenant);
    return tenant === null ? null : { tenant, user: text(askerHeaders.user) };
  } catch {
    // Not percent-encoded: nobody of ours has written it.
    return null;
  }
}
