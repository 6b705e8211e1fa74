import {
  type BusMessage,
  noticesKept,
  noticesTtlMs,
  partsOf,
  type SessionState,
  type SessionStore,
} from '@turnfleet/session';
import { pairs } from './answer.ts';
import type { RedisConnection } from './connection.ts';
import {
  endSessionScript,
  openSessionScript,
  postNoticeScript,
  readNoticesScript,
  saveSessionScript,
  takeSessionScript,
  tellScript,
} from './session-scripts.ts';

/** Each session and each tenant's notices under a hash tag of their own, and one channel for all instances. */
export function createRedisSessions(redis: Pick<RedisConnection, 'run' | 'prefix' | 'subscriber'>): SessionStore {
  const session = (id: string): string => `{${redis.prefix}:session/${id}}`;
  const notices = (tenant: string): string[] => {
    const tag = `{${redis.prefix}:notices/${Buffer.from(tenant).toString('base64url')}}`;
    return [`${tag}:last`, `${tag}:kept`];
  };
  const bus = `{${redis.prefix}:sessions}:bus`;
  const tell = async (message: BusMessage): Promise<void> => {
    await redis.run(tellScript, [bus], [JSON.stringify(message)]);
  };

  return {
    async open(id, owner, state, ttlMs) {
      await redis.run(openSessionScript, [session(id)], [owner, JSON.stringify(state), ttlMs]);
    },
    async take(id, owner, ttlMs) {
      const [kind, epoch, state = ''] = await redis.run(takeSessionScript, [session(id)], [owner, ttlMs]);
      if (kind !== 'ok') return null;
      // Our own writing: nothing else puts text there.
      const held = { epoch: Number(epoch), state: JSON.parse(state) as SessionState };
      await tell({ kind: 'taken', session: id, epoch: held.epoch });
      return held;
    },
    async save(id, owner, { epoch, state }, ttlMs) {
      const [kind] = await redis.run(saveSessionScript, [session(id)], [owner, epoch, JSON.stringify(state), ttlMs]);
      return kind === 'ok';
    },
    async end(id, epoch) {
      await redis.run(endSessionScript, [session(id)], [epoch]);
    },
    async post(tenant, text) {
      const [, id = ''] = await redis.run(postNoticeScript, notices(tenant), [text, noticesKept, noticesTtlMs]);
      await tell({ kind: 'notice', tenant });
      return id;
    },
    async noticesAfter(tenant, id) {
      const { generation, number } = partsOf(id ?? '') ?? { generation: '', number: 0 };
      const [, end = '', ...flat] = await redis.run(readNoticesScript, notices(tenant), [generation, number]);
      return { notices: pairs(flat).map(([noticeId, text]) => ({ id: noticeId, text })), end: end || null };
    },
    tell,
    listen: (hear) =>
      redis.subscriber.listen(bus, (text) => hear(text === null ? null : (JSON.parse(text) as BusMessage))),
  };
}
