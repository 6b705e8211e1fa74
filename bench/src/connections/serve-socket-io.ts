import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdapter } from '@socket.io/redis-streams-adapter';
import { Redis } from 'ioredis';
import { Server } from 'socket.io';
import { serving } from './server-process.ts';
import { socketIoStream, stateRecovery } from './socket-io.ts';

const http = createServer();
const io = new Server(http, {
  adapter: createAdapter(new Redis(process.env.REDIS_URL ?? ''), { streamName: socketIoStream, maxLen: 100_000 }),
  ...stateRecovery,
});
io.on('connection', (socket) => {
  if (socket.recovered) return;
  void socket.join(String(socket.handshake.auth['room']));
});
http.listen(0, '127.0.0.1', () => serving(`http://127.0.0.1:${(http.address() as AddressInfo).port}`));
