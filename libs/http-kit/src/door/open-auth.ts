import {
  type AuthConfig,
  type Authenticator,
  type CredentialWatch,
  createAuthenticator,
  everybody,
  isOpen,
  jwtVerifier,
  keysFile,
  watchCredentials,
} from '@turnfleet/auth';
import type { Clock, Logger } from '@turnfleet/core';
import type { AccessStore } from '@turnfleet/principal';
import { askerHeader, type SignTurn, signAsker } from '@turnfleet/principal';
import { observeGauge } from '@turnfleet/telemetry';
import { type Audit, logAudit } from './audit.ts';

export interface Auth {
  readonly authenticator: Authenticator;
  readonly watch: CredentialWatch;
  readonly audit: Audit;
  /** What vouches for a turn; undefined where nobody signs in. */
  readonly sign: SignTurn | undefined;
  readonly stop: () => void;
}

interface AuthDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly access: AccessStore;
}

/** Who comes in, by configuration. Says once if that is everybody. */
export function openAuth(config: AuthConfig, { clock, logger, access }: AuthDeps): Auth {
  const audit = logAudit(clock, logger);
  if (isOpen(config)) {
    logger.warn(
      {},
      'AUTH_MODE is none: whoever reaches this address may do everything, also what only operators should',
    );
    const watch = watchCredentials(everybody, clock, logger);
    return { authenticator: everybody, watch, audit, sign: undefined, stop: () => watch.stop() };
  }
  const file = config.API_KEYS_FILE === undefined ? null : keysFile(config.API_KEYS_FILE, clock, logger);
  const keys = config.AUTH_MODE.includes('apikey') ? [...(file ? [file] : []), access] : [];
  const jwt = config.AUTH_MODE.includes('jwt') ? tokenVerifier(config, clock, logger) : null;
  const authenticator = createAuthenticator({ keys, jwt, tickets: access.tickets, clock });
  const { TURN_SIGNING_KEYS: signing } = config;
  const watch = watchCredentials(authenticator, clock, logger);
  // No reason to stop serving: the keys before go on.
  const unobserve = observeGauge('turnfleet.auth.keys_file_refused', (result) => {
    if (file) result.observe(file.problem() === null ? 0 : 1);
  });
  return {
    authenticator,
    watch,
    audit,
    sign: signing && ((principal, content) => ({ [askerHeader]: signAsker(signing, principal, content) })),
    stop: () => {
      watch.stop();
      unobserve();
    },
  };
}

function tokenVerifier(config: AuthConfig, clock: Clock, logger: Logger) {
  return jwtVerifier({
    // The configuration is not read without them.
    issuer: config.JWT_ISSUER ?? '',
    audience: config.JWT_AUDIENCE ?? '',
    jwksUrl: config.JWT_JWKS_URL ?? '',
    algorithms: config.JWT_ALGORITHMS,
    clockSkewSeconds: config.JWT_CLOCK_SKEW_SECONDS,
    claims: config.JWT_CLAIMS,
    clock,
    logger,
  });
}
