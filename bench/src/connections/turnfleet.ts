import { homePartition } from '@turnfleet/contract/events';
import { claimAll } from '@turnfleet/conversation/testing';
import { silentLogger, systemClock } from '@turnfleet/core';
import { createRedisState, openRedis } from '@turnfleet/redis';
import { WebSocket } from 'ws';
import type { Client, Contender } from './contender.ts';
import { startServer } from './server-process.ts';

/** As many as the embedded log has. */
const partitions = 24;
const ackEvery = 16;

/** The ingress on Redis: pieces of answers that workers append, told over `/v1/ws` in JSON. */
export async function turnfleet(redisUrl: string): Promise<Contender> {
  const redis = await openRedis({ url: redisUrl, clock: systemClock, logger: silentLogger });
  const { store, journal } = createRedisState({ redis, partitions, journalTtlMs: 3_600_000 });
  const fences = await claimAll(store, partitions);
  const server = await startServer('serve-turnfleet.ts', { REDIS_URL: redisUrl });
  const run = `bench-${Date.now().toString(36)}`;
  const told = new Map<number, number>();
  const nameOf = (client: number): string => `${run}-${client}`;
  return {
    name: 'turnfleet',
    connect: (client, heard) => connect(server.url, nameOf(client), heard),
    async tell(client, text) {
      const first = (told.get(client) ?? 0) + 1;
      told.set(client, first);
      const fence = fences[homePartition(nameOf(client), partitions)];
      if (!fence) throw new Error('A partition has no owner.');
      await journal.append(nameOf(client), [{ type: 'reply.delta', turnId: 't', text }], first, { fence, attempt: 1 });
    },
    usage: () => server.usage(),
    stop: async () => {
      await server.stop();
      await redis.stop();
    },
  };
}

interface Told {
  readonly header: { readonly sequence?: string };
  readonly welcome?: { readonly session: string; readonly resumed?: boolean };
  readonly subscribed?: object;
  readonly heartbeat?: object;
  readonly systemResponse?: { readonly text: string };
}

async function connect(url: string, conversationId: string, heard: (text: string) => void): Promise<Client> {
  const address = `${url.replace('http', 'ws')}/v1/ws`;
  let session = '';
  let last = 0;
  let socket: WebSocket;
  const open = (): Promise<void> =>
    new Promise((resolve, reject) => {
      socket = new WebSocket(address, ['turnfleet.json.v1'], { perMessageDeflate: false });
      const own = socket;
      own.on('error', reject);
      own.on('open', () => own.send(JSON.stringify({ hello: { session, lastSequence: last } })));
      own.on('message', (data: Buffer) => {
        if (own !== socket) return;
        const { header, welcome, subscribed, heartbeat, systemResponse } = JSON.parse(String(data)) as Told;
        if (header.sequence) last = Number(header.sequence);
        if (heartbeat) own.send(JSON.stringify({ heartbeat: {} }));
        if (systemResponse) heard(systemResponse.text);
        if (header.sequence && last % ackEvery === 0) own.send(JSON.stringify({ ack: { sequence: last } }));
        if (subscribed) resolve();
        if (!welcome) return;
        if (session !== '' && !welcome.resumed) reject(new Error('A session was lost.'));
        if (session === '') own.send(JSON.stringify({ header: { sequence: 1 }, subscribe: { conversationId } }));
        else resolve();
        session = welcome.session;
      });
    });
  await open();
  return {
    cut: () => socket.terminate(),
    resume: async () => {
      const began = performance.now();
      await open();
      return performance.now() - began;
    },
    close: () => socket.terminate(),
  };
}
