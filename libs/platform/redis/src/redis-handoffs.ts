import type { Handoff } from '@turnfleet/contract/schemas';
import {
  type AgentPresence,
  claimsWindowMs,
  goneKnownMs,
  type HandoffQueue,
  overKnownMs,
  placeInQueue,
  type QueueChange,
  type QueueEntry,
  type QueueNews,
  queueRank,
  ranksSince,
} from '@turnfleet/handoff';
import { pairs } from './answer.ts';
import type { RedisConnection } from './connection.ts';
import {
  beatScript,
  goneScript,
  leaveScript,
  noteTenantScript,
  placeOfHandoffScript,
  presentScript,
  putHandoffScript,
  readHandoffScript,
  readHandoffsScript,
  readOverdueScript,
  readTenantsScript,
} from './handoff-scripts.ts';
import { tellScript } from './session-scripts.ts';

/** Each tenant's queue and agents under a hash tag of their own, and one channel for all instances of the desk. */
export function createRedisHandoffs(redis: Pick<RedisConnection, 'run' | 'prefix' | 'subscriber'>): HandoffQueue {
  const tag = (tenant: string): string => `{${redis.prefix}:handoffs/${Buffer.from(tenant).toString('base64url')}}`;
  const keys = (tenant: string, ...kinds: string[]): string[] => kinds.map((kind) => `${tag(tenant)}:${kind}`);
  const all = `{${redis.prefix}:handoffs}`;
  const tell = async (news: QueueNews): Promise<void> => {
    await redis.run(tellScript, [`${all}:bus`], [JSON.stringify(news)]);
  };
  const listed = async (tenant: string, kind: string, last: number): Promise<readonly QueueEntry[]> => {
    const [, ...flat] = await redis.run(readHandoffsScript, keys(tenant, 'entries', kind), [last]);
    return pairs(flat).map(([conversationId, text]) => entryOf(conversationId, text));
  };

  return {
    async put(change) {
      const { tenant, conversationId } = change;
      // First: whoever looks after all tenants must know of it once there is something to look after.
      if (change.handoff) await redis.run(noteTenantScript, [`${all}:tenants`], [tenant]);
      const touched = keys(tenant, 'entries', 'waiting', 'claimed', 'claims', `over/${conversationId}`);
      const [kind] = await redis.run(putHandoffScript, touched, putArguments(change));
      if (kind === 'ok') await tell({ tenant, conversationId });
    },
    waiting: async (tenant, limit) => (limit > 0 ? listed(tenant, 'waiting', limit - 1) : []),
    async overdue(tenant, priority, since, limit) {
      const ranges = [limit, ...ranksSince(priority, since).flat()];
      const [, ...flat] = await redis.run(readOverdueScript, keys(tenant, 'entries', 'waiting'), ranges);
      return pairs(flat).map(([conversationId, text]) => entryOf(conversationId, text));
    },
    claimed: (tenant) => listed(tenant, 'claimed', -1),
    async entry(tenant, conversationId) {
      const [, text = ''] = await redis.run(readHandoffScript, keys(tenant, 'entries'), [conversationId]);
      return text === '' ? null : entryOf(conversationId, text);
    },
    async placeOf(tenant, conversationId) {
      const [kind, ahead, entry = '', now, count, ...rest] = await redis.run(
        placeOfHandoffScript,
        keys(tenant, 'entries', 'waiting', 'claims', 'agents'),
        [conversationId, claimsWindowMs, goneKnownMs],
      );
      if (kind !== 'ok') return null;
      const claims = pairs(rest.slice(0, 2 * Number(count))).map(([claim, at]) => {
        const [agent] = JSON.parse(claim) as readonly [string];
        return { agent, at: Number(at) };
      });
      const agents = rest.slice(2 * Number(count)).map(presenceOf);
      return placeInQueue(entryOf(conversationId, entry).handoff, Number(ahead), { agents, claims, now: Number(now) });
    },
    async tenants() {
      const [, ...tenants] = await redis.run(readTenantsScript, [`${all}:tenants`], []);
      return tenants;
    },
    async beat(tenant, agent, ttlMs) {
      const [kind] = await redis.run(beatScript, keys(tenant, 'agents'), [agent.id, JSON.stringify(agent), ttlMs]);
      if (kind === 'ok') await tell({ tenant, conversationId: null });
    },
    async leave(tenant, agentId) {
      await redis.run(leaveScript, keys(tenant, 'agents'), [agentId]);
      await tell({ tenant, conversationId: null });
    },
    async present(tenant) {
      const [, ...agents] = await redis.run(presentScript, keys(tenant, 'agents'), [goneKnownMs]);
      return agents.map(presenceOf);
    },
    async gone(tenant, agentIds, graceMs) {
      const [, ...gone] = await redis.run(goneScript, keys(tenant, 'agents'), [graceMs, ...agentIds]);
      return gone;
    },
    listen: (hear) =>
      redis.subscriber.listen(`${all}:bus`, (text) => hear(text === null ? null : (JSON.parse(text) as QueueNews))),
  };
}

function putArguments({ conversationId, version, handoff }: QueueChange): (string | number)[] {
  if (!handoff) return [conversationId, version, '', '', '', '', claimsWindowMs, overKnownMs];
  const { agent, claimedAt, id, moves } = handoff;
  const claim = agent === null ? '' : JSON.stringify([agent, conversationId, id, moves]);
  const claimedAtMs = claimedAt === null ? 0 : Date.parse(claimedAt);
  const text = JSON.stringify(handoff);
  return [conversationId, version, text, queueRank(handoff), claim, claimedAtMs, claimsWindowMs, overKnownMs];
}

/** Our own writing, as are presences: nothing else puts text there. */
function entryOf(conversationId: string, text: string): QueueEntry {
  const at = text.indexOf(' ');
  return { conversationId, version: Number(text.slice(0, at)), handoff: JSON.parse(text.slice(at + 1)) as Handoff };
}

const presenceOf = (text: string): AgentPresence => JSON.parse(text) as AgentPresence;
