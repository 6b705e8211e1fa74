import { createAdapter } from '@socket.io/redis-streams-adapter';
import { Redis } from 'ioredis';
import { Server } from 'socket.io';
import { io, type Socket } from 'socket.io-client';
import type { Contender } from './contender.ts';
import { startServer } from './server-process.ts';

export const socketIoStream = 'bench-socket.io';

/** What lets its clients go on with what they missed, on any server. */
export const stateRecovery = {
  transports: ['websocket' as const],
  connectionStateRecovery: { maxDisconnectionDuration: 600_000, skipMiddlewares: true },
};

/** Socket.IO with connection state recovery, over its adapter on Redis streams; another server without clients tells. */
export async function socketIo(redisUrl: string): Promise<Contender> {
  const redis = new Redis(redisUrl);
  await redis.del(socketIoStream);
  const server = await startServer('serve-socket-io.ts', { REDIS_URL: redisUrl });
  const adapter = createAdapter(redis, { streamName: socketIoStream, maxLen: 100_000 });
  const teller = new Server({ adapter, ...stateRecovery });
  return {
    name: 'Socket.IO',
    async connect(client, heard) {
      const socket = io(server.url, {
        ...{
          transports: ['websocket'],
          forceNew: true,
          reconnection: false,
          timeout: 60_000,
          auth: { room: `room-${client}` },
        },
      });
      socket.on('piece', (text: string) => heard(text));
      await connected(socket);
      return {
        cut: () => socket.io.engine.close(),
        resume: async () => {
          const began = performance.now();
          const again = connected(socket);
          socket.connect();
          await again;
          if (!socket.recovered) throw new Error('A connection was not recovered.');
          return performance.now() - began;
        },
        close: () => void socket.disconnect(),
      };
    },
    tell: async (client, text) => void teller.to(`room-${client}`).emit('piece', text),
    usage: () => server.usage(),
    stop: async () => {
      await server.stop();
      redis.disconnect();
    },
  };
}

function connected(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
}
