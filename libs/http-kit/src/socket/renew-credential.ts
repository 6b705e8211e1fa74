import type { Authenticator } from '@turnfleet/auth';
import { TurnfleetError } from '@turnfleet/core';
import { type Entered, mayAny, type Scope } from '@turnfleet/principal';
import type { FrameSocket } from './frame-socket.ts';
import { type CredentialDeps, watchCredential } from './watch-credential.ts';

interface RenewDeps extends CredentialDeps {
  readonly authenticator: Authenticator;
  /** Any of these scopes keeps it open. */
  readonly may: readonly Scope[];
}

/** Whose a connection is: of the same key or issuer, for the same user, with the same reach. Opens nothing for anybody else. */
export function ownerOf({ principal, conversationId }: Entered): string {
  const { tenant, user, reach, by } = principal;
  return JSON.stringify([tenant, user, reach, by, conversationId]);
}

/** Puts a new key, token or ticket of the same owner in place of one that ends; `forbidden` for another's. */
export async function renewCredential(
  { authenticator, may, ...deps }: RenewDeps,
  socket: FrameSocket,
  credential: string,
): Promise<void> {
  const entered = credential.startsWith('tft_')
    ? await authenticator.enterByTicket(credential)
    : await authenticator.enter(`Bearer ${credential}`);
  if (ownerOf(entered) !== ownerOf(socket.entered) || !mayAny(entered.principal, may)) {
    throw new TurnfleetError('forbidden', 'This is not of the one whose session it is.', {
      suggestion: 'Renew with a key, token or ticket of the same user, or connect anew.',
    });
  }
  socket.entered = entered;
  socket.renewBy = null;
  watchCredential(deps, socket);
}

/** `unauthenticated` once the token has ended, until there is a new one. */
export function expectValid({ renewBy }: FrameSocket): void {
  if (renewBy === null) return;
  throw new TurnfleetError('unauthenticated', 'The token has ended.', { suggestion: 'Send a renew with a new one.' });
}
