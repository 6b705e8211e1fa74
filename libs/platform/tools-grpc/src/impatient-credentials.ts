import type { Socket } from 'node:net';
import { type ChannelCredentials, credentials } from '@grpc/grpc-js';
import { systemClock } from '@turnfleet/core';

/**
 * Plain text, but a peer that accepts a connection and has said nothing after `limitMs` loses it. An HTTP/2 server speaks
 * first, and grpc-js waits for that without end; cut, it goes on to the next address and tries this one again.
 */
export function impatientCredentials(limitMs: number): ChannelCredentials {
  const plain = credentials.createInsecure();
  // What sees each socket on its way from TCP to HTTP/2; grpc-js offers no other place.
  const connectorOf = plain._createSecureConnector.bind(plain);
  plain._createSecureConnector = (...of) => {
    const connector = connectorOf(...of);
    return {
      ...connector,
      connect: (socket) => {
        endIfMute(socket, limitMs);
        return connector.connect(socket);
      },
    };
  };
  return plain;
}

function endIfMute(socket: Socket, limitMs: number): void {
  const timer = systemClock.setTimer(limitMs, () => {
    if (socket.bytesRead === 0) socket.destroy();
  });
  socket.once('close', () => timer.cancel());
}
