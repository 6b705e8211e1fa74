import { type AuthConfig, isOpen } from '@turnfleet/auth';
import { flag, type Mistake } from '@turnfleet/service-kit';

/** Whether everybody may be let in from elsewhere. */
export const exposureFields = { AUTH_ALLOW_ANONYMOUS: flag };

interface Exposed extends Pick<AuthConfig, 'AUTH_MODE'> {
  readonly HOST: string;
  readonly AUTH_ALLOW_ANONYMOUS: boolean;
}

/** Where nobody signs in, only this machine may reach a server, unless it was said that something in front decides. */
export function exposureMistakes({ HOST, AUTH_MODE, AUTH_ALLOW_ANONYMOUS }: Partial<Exposed>): Mistake<Exposed>[] {
  if (AUTH_MODE === undefined || !isOpen({ AUTH_MODE })) return [];
  if (AUTH_ALLOW_ANONYMOUS === true || HOST === undefined || isLoopback(HOST)) return [];
  const message =
    'must be a loopback address (127.0.0.1, ::1 or localhost) while AUTH_MODE is none; ' +
    'set AUTH_ALLOW_ANONYMOUS=true if something in front decides who may talk to the fleet';
  return [{ name: 'HOST', message }];
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);
}
