import type { Owner } from '@turnfleet/contract/schemas';

/**
 * What is kept of an owner, `''` of nobody. Beside the conversation's JSON, which says it too: no script reads that, and a
 * look at whose it is must not take longer where there is much of it.
 */
export function ownerText(owner: Owner | undefined): string {
  return owner ? JSON.stringify({ tenant: owner.tenant, user: owner.user }) : '';
}
