import { payloadOf } from '@turnfleet/contract/envelope';
import type { FrameSocket } from './frame-socket.ts';
import { closeCodes, wsLimits } from './ws-limits.ts';

/**
 * What time asks of a socket, `now` by the monotonic clock; `greeted`: its hello was there. Returns whether it goes on. Keeps
 * it alive with a heartbeat where nothing else was sent.
 */
export function tickSocket(socket: FrameSocket, now: number, greeted: boolean): boolean {
  const { heardAt, sentAt, openedAt, renewBy, ended } = socket;
  if (ended.signal.aborted) return false;
  if (now - heardAt >= wsLimits.timeoutMs) {
    socket.close('silent', closeCodes.silent, `nothing was heard for ${wsLimits.timeoutMs / 1_000} s`);
    return false;
  }
  if (!greeted) {
    if (now - openedAt < wsLimits.helloMs) return true;
    socket.close('silent', closeCodes.silent, `there was no hello within ${wsLimits.helloMs / 1_000} s`);
    return false;
  }
  if (renewBy !== null && now >= renewBy) {
    socket.close('token', closeCodes.tokenEnded, 'the key or token has ended');
    return false;
  }
  if (now - sentAt >= wsLimits.heartbeatMs) socket.say(payloadOf('heartbeat', {}));
  return true;
}
