import type { CredentialWatch } from '@turnfleet/auth';
import { type Clock, TurnfleetError } from '@turnfleet/core';
import type { FrameSocket } from './frame-socket.ts';
import { closeCodes, wsLimits } from './ws-limits.ts';

export interface CredentialDeps {
  readonly watch: CredentialWatch;
  readonly clock: Pick<Clock, 'monotonic'>;
}

/** Ends the connection with what its client came in by. */
export function watchCredential({ watch, clock }: CredentialDeps, socket: FrameSocket): void {
  socket.release();
  socket.release = watch.hold(socket.entered.credential, () => credentialEnded(socket, clock.monotonic()));
}

/** A key has gone at once, a token gets time for the next one. */
function credentialEnded(socket: FrameSocket, now: number): void {
  const isToken = socket.entered.credential.kind === 'token';
  const seconds = wsLimits.renewMs / 1_000;
  socket.refuse(
    new TurnfleetError('unauthenticated', isToken ? 'The token has ended.' : 'The key was revoked, or has expired.', {
      suggestion: isToken ? `Send a renew with a new one within ${seconds} s.` : 'Connect with another key.',
    }),
  );
  if (isToken) socket.renewBy = now + wsLimits.renewMs;
  else socket.close('token', closeCodes.tokenEnded, 'the key has ended');
}
