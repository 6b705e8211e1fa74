import type { Turn, User } from '@turnfleet/contract/schemas';
import { userSchema } from '@turnfleet/contract/schemas';
import { TurnfleetError } from '@turnfleet/core';
import type { Principal } from '@turnfleet/principal';

/** Who asks a turn, and what the turn says of them. */
interface Asker {
  readonly principal: Principal;
  readonly about: Pick<Turn, 'user' | 'tenant'>;
}

/**
 * Of what a body says about the user the id counts for those who act for others, level and city for those who are trusted
 * to know them. Otherwise both are left out, and the shop's own profile of the customer decides.
 */
export function askerOf(principal: Principal, said: User | undefined): Asker {
  const { tenant, reach, level } = principal;
  if (reach === 'fleet') return { principal, about: said ? { user: said } : {} };
  if (reach === 'user' && said?.id !== undefined && said.id !== principal.user) throw mayNotActForOthers();
  const id = principal.user ?? said?.id;
  const vouched = userSchema.shape.level.safeParse(level ?? undefined).data;
  const user: User = {
    ...(id === undefined ? {} : { id }),
    ...(vouched ? { level: vouched } : {}),
    ...(principal.trusted && said?.level ? { level: said.level } : {}),
    ...(principal.trusted && said?.city ? { city: said.city } : {}),
  };
  return { principal: { ...principal, user: id ?? null }, about: { tenant, user } };
}

function mayNotActForOthers(): TurnfleetError {
  return new TurnfleetError('forbidden', 'The body names another user than the one who is signed in.', {
    suggestion: 'Leave `user.id` out, or use a key that acts for others (`npx turnfleet keys create --act-as`).',
  });
}
