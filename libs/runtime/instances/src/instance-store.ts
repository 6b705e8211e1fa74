import type { Instance } from './instance.ts';

/**
 * Where the instances of a fleet are listed, each under a lease that ends by the store's own clock. Several registries may
 * use one store. Fails with `overloaded` when it is away.
 */
export interface InstanceStore {
  /** Lists it in place of what was listed under its id, for `leaseMs`. */
  put(instance: Instance, leaseMs: number): Promise<void>;
  /** Prolongs its lease to `leaseMs` from now; false if it is not listed. One that left stays draining. */
  renew(id: string, load: number, leaseMs: number): Promise<boolean>;
  /** From now on it is listed as draining, until its lease is over. Fine if it is not listed. */
  leave(id: string): Promise<void>;
  /** In the order of their ids. */
  list(): Promise<readonly Instance[]>;
}
