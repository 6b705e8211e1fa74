import {
  type AccessStore,
  type ApiKeyRecord,
  apiKeyRecordSchema,
  type Ticket,
  ticketSchema,
} from '@turnfleet/principal';
import { findKeyScript, keepTicketScript, listKeysScript, putKeyScript, takeTicketScript } from './access-scripts.ts';
import type { RedisConnection } from './connection.ts';

/** Keys and tickets of the whole fleet, under one hash tag of their own; of each secret only its hash. */
export function createRedisAccess(redis: Pick<RedisConnection, 'run' | 'prefix'>): AccessStore {
  const keys = `{${redis.prefix}:access}:keys`;
  const ticket = (sha256: string): string => `{${redis.prefix}:access}:ticket/${sha256}`;
  return {
    async find(sha256) {
      const [, json = ''] = await redis.run(findKeyScript, [keys], [sha256]);
      return json === '' ? null : readKey(json);
    },
    async list() {
      const [, ...all] = await redis.run(listKeysScript, [keys], []);
      return all.flatMap((json) => readKey(json) ?? []);
    },
    async put(record) {
      await redis.run(putKeyScript, [keys], [record.sha256, JSON.stringify(record)]);
    },
    tickets: {
      async keep(sha256, kept, ttlMs) {
        await redis.run(keepTicketScript, [ticket(sha256)], [JSON.stringify(kept), ttlMs]);
      },
      async take(sha256) {
        const [, json = ''] = await redis.run(takeTicketScript, [ticket(sha256)], []);
        return json === '' ? null : readTicket(json);
      },
    },
  };
}

/** Of this or a neighbouring version; what this one cannot read opens nothing. */
const readKey = (json: string): ApiKeyRecord | null => apiKeyRecordSchema.safeParse(JSON.parse(json)).data ?? null;
const readTicket = (json: string): Ticket | null => ticketSchema.safeParse(JSON.parse(json)).data ?? null;
