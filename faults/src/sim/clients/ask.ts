import { TurnfleetError } from '@turnfleet/core';
import { HttpAnswer } from '../http/http-answer.ts';
import { type HttpRequest, requestText } from '../http/http-request.ts';
import type { Outside } from '../outside.ts';
import type { IngressPool } from './ingress-pool.ts';

const clientPatienceMs = 15_000;

/**
 * A request of a client over HTTP, and its answer in whole: rejects with `overloaded` when the connection breaks before, or
 * nothing comes for `patienceMs`.
 */
export function ask(
  { time }: Pick<Outside, 'time'>,
  pool: IngressPool,
  request: HttpRequest,
  patienceMs = clientPatienceMs,
): Promise<{ readonly status: number; readonly body: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; body: string }>();
  const cut = (): void => reject(new TurnfleetError('overloaded', 'The connection was cut.'));
  const door = pool.any()?.door;
  if (!door) cut();
  else {
    const answer = new HttpAnswer();
    let body = '';
    const connection = door.connect({
      slowMs: 0,
      told: (bytes) => {
        body += answer.push(bytes).toString();
        if (answer.complete) resolve({ status: answer.status, body });
      },
      over: cut,
    });
    connection.send(requestText(request));
    const timer = time.setTimer(patienceMs, () => {
      connection.leave();
      cut();
    });
    promise.then(
      () => timer.cancel(),
      () => timer.cancel(),
    );
  }
  return promise;
}
