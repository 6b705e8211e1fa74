import type { Clock, Logger } from '@turnfleet/core';
import type { Credential } from '@turnfleet/principal';
import type { Authenticator } from './authenticator.ts';

export interface CredentialWatch {
  /** Calls `ended` once, within some seconds after the credential has ended, until what this returns is called. */
  hold(credential: Credential, ended: () => void): () => void;
  stop(): void;
}

interface Held {
  readonly credential: Credential;
  readonly ends: Set<() => void>;
}

/** With what a look takes and what is remembered of a key, well within the 5 s in which a revoked key has to be worthless. */
const everyMs = 2_000;

/** One look takes a round trip: ten thousand one after the other would take longer than the time there is. */
const atOnce = 100;

/** Looks after those who stay: each key once a round, however many streams it holds open. */
export function watchCredentials(
  authenticator: Pick<Authenticator, 'isStillGood'>,
  clock: Clock,
  logger: Logger,
): CredentialWatch {
  const held = new Map<string, Held>();
  let timer: { cancel(): void } | null = null;
  let stopped = false;

  async function lookAt(name: string, { credential, ends }: Held): Promise<void> {
    if (await authenticator.isStillGood(credential)) return;
    held.delete(name);
    for (const ended of ends) ended();
  }
  async function look(): Promise<void> {
    const all = [...held];
    const failed: unknown[] = [];
    for (let at = 0; at < all.length; at += atOnce) {
      const some = all.slice(at, at + atOnce);
      await Promise.all(some.map(([name, one]) => lookAt(name, one).catch((error: unknown) => failed.push(error))));
    }
    if (failed.length === 0) return;
    const fields = { err: failed[0], keys: failed.length };
    logger.error(fields, 'some open streams cannot be checked for keys that were revoked');
  }
  const arm = (): void => {
    if (stopped || timer !== null || held.size === 0) return;
    timer = clock.setTimer(everyMs, () => {
      void look().finally(() => {
        timer = null;
        arm();
      });
    });
  };

  return {
    hold(credential, ended) {
      if (credential.kind === 'none') return () => undefined;
      const name = credential.kind === 'key' ? credential.sha256 : `until ${credential.endsAt}`;
      const entry = held.get(name) ?? { credential, ends: new Set() };
      held.set(name, entry);
      entry.ends.add(ended);
      arm();
      return () => {
        entry.ends.delete(ended);
        if (entry.ends.size === 0 && held.get(name) === entry) held.delete(name);
      };
    },
    stop() {
      stopped = true;
      timer?.cancel();
      held.clear();
    },
  };
}
