import { TurnfleetError } from '@turnfleet/core';
import type { Outside } from '../outside.ts';
import type { Ingress, IngressPool } from './ingress-pool.ts';

const clientPatienceMs = 15_000;

/** An HTTP request of a client: rejects with `overloaded` when the ingress ends, or says nothing for too long. */
export function request<T>(
  { time }: Pick<Outside, 'time'>,
  pool: IngressPool,
  work: (ingress: Ingress) => Promise<T>,
): Promise<T> {
  const ingress = pool.any();
  const cut = (): TurnfleetError => new TurnfleetError('overloaded', 'The connection was cut.');
  if (!ingress) return Promise.reject(cut());
  return new Promise((resolve, reject) => {
    const timer = time.setTimer(clientPatienceMs, () => reject(cut()));
    ingress.process.onDeath(() => reject(cut()));
    ingress.process.run(() => {
      work(ingress)
        .then(resolve, reject)
        .finally(() => timer.cancel());
    });
  });
}
