import { payloadOf } from '@turnfleet/contract/envelope';
import { type Random, spread } from '@turnfleet/core';
import type { Connection } from './connection.ts';
import { closeCodes, wsLimits } from './ws-limits.ts';

/** What time asks of a connection; `now`: of the monotonic clock. */
export function tick(connection: Connection, now: number, random: Random): void {
  const { current, heardAt, sentAt, openedAt, renewBy, touchedAt, ended } = connection;
  if (ended.signal.aborted) return;
  if (now - heardAt >= wsLimits.timeoutMs) {
    connection.close('silent', closeCodes.silent, `nothing was heard for ${wsLimits.timeoutMs / 1_000} s`);
    return;
  }
  if (!current) {
    if (now - openedAt >= wsLimits.helloMs) {
      connection.close('silent', closeCodes.silent, `there was no hello within ${wsLimits.helloMs / 1_000} s`);
    }
    return;
  }
  if (renewBy !== null && now >= renewBy) {
    connection.close('token', closeCodes.tokenEnded, 'the key or token has ended');
    return;
  }
  const { stalledSince } = current.outbox;
  if (stalledSince !== null && now - stalledSince >= wsLimits.stalledMs) {
    connection.leave('slow_reader', closeCodes.later, 'slow_reader', spread(wsLimits.reconnectMs, random));
    return;
  }
  if (now - sentAt >= wsLimits.heartbeatMs) connection.say(payloadOf('heartbeat', {}));
  if (now - touchedAt >= wsLimits.touchMs) {
    connection.touchedAt = now;
    void current.session.touch(ended.signal).then((isOurs) => {
      if (!isOurs && !ended.signal.aborted) connection.leave('taken_over', closeCodes.takenOver, 'taken_over', 0);
    });
  }
}
