import type { Check } from '@turnfleet/core';
import type { Running } from './start-parts.ts';

/** A composed deployable, already running. */
export interface App extends Running {
  readonly name: string;
  /** Where it listens, by purpose: `{ http: 'http://127.0.0.1:8080' }`, `{ grpc: '127.0.0.1:50051' }`. */
  readonly addresses: Readonly<Record<string, string>>;
  /** Its dependencies, as `/readyz` tells them. */
  readonly checks: readonly Check[];
  /** Rejects when the app cannot go on and the process has to end; apps that cannot fail so leave it out. */
  readonly failed?: Promise<never>;
  /** Takes nothing new from now on, but goes on telling of what runs: for a process that stops what runs before this app. */
  readonly refuseNew?: () => void;
}
