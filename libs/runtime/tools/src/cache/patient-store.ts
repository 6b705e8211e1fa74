import { type Clock, TurnfleetError, withTimeout } from '@turnfleet/core';
import type { ResultStore } from './result-store.ts';

/** A store further away than the memory of this process. */
export interface FurtherStore {
  /** For people and metrics: `redis`, `disk`. */
  readonly name: string;
  readonly store: ResultStore;
  /** Results with a shorter max age are not worth the way there. */
  readonly leastAgeMs: number;
}

interface PatientOptions {
  readonly clock: Clock;
  readonly onFailure: (error: unknown) => void;
}

/** To ask the service takes little longer. */
const patienceMs = 100;
/** After a failure it is left alone. */
const restMs = 2_000;

/** The store as one that never fails and never holds up a read: what it cannot give in time it does not have. */
export function patientStore(store: ResultStore, { clock, onFailure }: PatientOptions): ResultStore {
  let restsUntil = -Infinity;
  const late = () => new TurnfleetError('overloaded', 'It did not answer in time.');
  const asked = async <T>(ask: () => Promise<T>, otherwise: T): Promise<T> => {
    if (clock.monotonic() < restsUntil) return otherwise;
    try {
      return await withTimeout(clock, patienceMs, ask(), late);
    } catch (error) {
      restsUntil = clock.monotonic() + restMs;
      onFailure(error);
      return otherwise;
    }
  };
  return {
    get: (key) => asked(() => store.get(key), null),
    put: (key, result, forMs) => asked(() => store.put(key, result, forMs), undefined),
    drop: (change) => asked(() => store.drop(change), undefined),
  };
}
