import type { CredentialWatch } from '@turnfleet/auth';
import { type Clock, TurnfleetError } from '@turnfleet/core';
import type { Connection } from './connection.ts';
import { closeCodes, wsLimits } from './ws-limits.ts';

interface CredentialDeps {
  readonly watch: CredentialWatch;
  readonly clock: Pick<Clock, 'monotonic'>;
}

/** Ends the connection with what its client came in by. */
export function watchCredential({ watch, clock }: CredentialDeps, connection: Connection): void {
  connection.release();
  connection.release = watch.hold(connection.entered.credential, () => credentialEnded(connection, clock.monotonic()));
}

/** A key has gone at once, a token gets time for the next one. */
function credentialEnded(connection: Connection, now: number): void {
  const isToken = connection.entered.credential.kind === 'token';
  const seconds = wsLimits.renewMs / 1_000;
  connection.refuse(
    new TurnfleetError('unauthenticated', isToken ? 'The token has ended.' : 'The key was revoked, or has expired.', {
      suggestion: isToken ? `Send a renew with a new one within ${seconds} s.` : 'Connect with another key.',
    }),
  );
  if (isToken) connection.renewBy = now + wsLimits.renewMs;
  else connection.close('token', closeCodes.tokenEnded, 'the key has ended');
}
