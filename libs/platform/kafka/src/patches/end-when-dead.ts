import type { Socket } from 'node:net';
import type { Clock, Timer } from '@turnfleet/core';

/** Longer than any answer may take: a produce 15 s, a join as long as a rebalance, 10 s. */
const longestSilenceMs = 20_000;

/**
 * Ends a connection on which something was asked and nothing at all has been answered for `silenceMs`: its peer went away
 * without a word, as a machine does that loses its power or its address. kafkajs lets each request on it time out and sends
 * the next one after it, until TCP gives up after a quarter of an hour.
 */
export function endWhenDead(socket: Socket, clock: Clock, silenceMs = longestSilenceMs): Socket {
  let waiting: Timer | undefined;
  const heard = (): void => {
    waiting?.cancel();
    waiting = undefined;
  };
  const dead = (): void => {
    waiting = undefined;
    socket.destroy(new Error(`The broker has not answered for ${silenceMs} ms.`));
  };
  const write = socket.write.bind(socket) as (...args: unknown[]) => boolean;
  socket.write = (...args: unknown[]): boolean => {
    waiting ??= clock.setTimer(silenceMs, dead);
    return write(...args);
  };
  return socket.on('data', heard).once('close', heard);
}
