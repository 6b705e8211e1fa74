import { type Random, spread } from '@turnfleet/core';
import { closeCodes, tickSocket, wsLimits } from '@turnfleet/http-kit';
import type { Connection } from './connection.ts';

/** What time asks of a connection; `now`: of the monotonic clock. */
export function tick(connection: Connection, now: number, random: Random): void {
  const { current, touchedAt, ended } = connection;
  if (!tickSocket(connection, now, current !== null) || !current) return;
  const { stalledSince } = current.outbox;
  if (stalledSince !== null && now - stalledSince >= wsLimits.stalledMs) {
    connection.leave('slow_reader', closeCodes.later, 'slow_reader', spread(wsLimits.reconnectMs, random));
    return;
  }
  if (now - touchedAt >= wsLimits.touchMs) {
    connection.touchedAt = now;
    void current.session.touch(ended.signal).then((isOurs) => {
      if (!isOurs && !ended.signal.aborted) connection.leave('taken_over', closeCodes.takenOver, 'taken_over', 0);
    });
  }
}
