import type { Clock } from '@turnfleet/core';
import {
  type AgentPresence,
  type ClaimMade,
  claimsWindowMs,
  goneKnownMs,
  type HandoffQueue,
  overKnownMs,
  placeInQueue,
  type QueueEntry,
  type QueueNews,
  queueRank,
  ranksSince,
} from '@turnfleet/handoff';

interface TenantQueue {
  readonly entries: Map<string, QueueEntry>;
  /** Versions as of which handoffs are over. */
  readonly over: Map<string, { readonly version: number; readonly until: number }>;
  /** By what they are about, so that a claim counts once. */
  readonly claims: Map<string, ClaimMade>;
  /** `agent`: null of one who has only been asked for. */
  readonly agents: Map<string, { readonly agent: AgentPresence | null; readonly until: number }>;
}

/** For a fleet in one process. */
export function createMemoryHandoffs(clock: Pick<Clock, 'now'>): HandoffQueue {
  const tenants = new Map<string, TenantQueue>();
  const hearing = new Set<(news: QueueNews) => void>();
  const tell = (news: QueueNews): void => {
    for (const hear of [...hearing]) hear(news);
  };

  function queueOf(tenant: string): TenantQueue {
    const queue = tenants.get(tenant) ?? {
      entries: new Map(),
      over: new Map(),
      claims: new Map(),
      agents: new Map(),
    };
    tenants.set(tenant, queue);
    return queue;
  }

  const waitingOf = (tenant: string): readonly QueueEntry[] =>
    [...queueOf(tenant).entries.values()]
      .filter(({ handoff }) => handoff.state === 'waiting')
      .sort((a, b) => queueRank(a.handoff) - queueRank(b.handoff) || (a.conversationId < b.conversationId ? -1 : 1));

  const presentOf = (tenant: string): readonly AgentPresence[] => {
    const now = clock.now();
    const { agents } = queueOf(tenant);
    for (const [id, { until }] of agents) if (until <= now - goneKnownMs) agents.delete(id);
    return [...agents.values()].flatMap(({ agent, until }) => (agent && until > now ? [agent] : []));
  };

  return {
    async put({ tenant, conversationId, version, handoff }) {
      const { entries, over, claims } = queueOf(tenant);
      const now = clock.now();
      for (const [id, { until }] of over) {
        if (until > now) break;
        over.delete(id);
      }
      if ((entries.get(conversationId) ?? over.get(conversationId) ?? { version: 0 }).version > version) return;
      entries.delete(conversationId);
      over.delete(conversationId);
      if (handoff) entries.set(conversationId, { conversationId, version, handoff });
      else over.set(conversationId, { version, until: now + overKnownMs });
      if (handoff?.agent && handoff.claimedAt) {
        const claim = { agent: handoff.agent, at: Date.parse(handoff.claimedAt) };
        claims.set(`${conversationId}/${handoff.id}/${handoff.moves}`, claim);
        for (const [about, { at }] of claims) if (at < now - claimsWindowMs) claims.delete(about);
      }
      tell({ tenant, conversationId });
    },
    waiting: async (tenant, limit) => waitingOf(tenant).slice(0, limit),
    overdue: async (tenant, priority, since, limit) =>
      ranksSince(priority, since).flatMap(([first, last]) =>
        waitingOf(tenant)
          .filter(({ handoff }) => queueRank(handoff) >= first && queueRank(handoff) <= last)
          .slice(0, limit),
      ),
    claimed: async (tenant) =>
      [...queueOf(tenant).entries.values()]
        .filter(({ handoff }) => handoff.state === 'claimed')
        .sort((a, b) => Date.parse(a.handoff.claimedAt ?? '') - Date.parse(b.handoff.claimedAt ?? '')),
    entry: async (tenant, conversationId) => queueOf(tenant).entries.get(conversationId) ?? null,
    async placeOf(tenant, conversationId) {
      const ahead = waitingOf(tenant).findIndex((entry) => entry.conversationId === conversationId);
      const entry = queueOf(tenant).entries.get(conversationId);
      if (ahead < 0 || !entry) return null;
      const claims = [...queueOf(tenant).claims.values()];
      return placeInQueue(entry.handoff, ahead, { agents: presentOf(tenant), claims, now: clock.now() });
    },
    tenants: async () => [...tenants].filter(([, { entries }]) => entries.size > 0).map(([tenant]) => tenant),
    async beat(tenant, agent, ttlMs) {
      const { agents } = queueOf(tenant);
      const told = agents.get(agent.id);
      agents.set(agent.id, { agent, until: clock.now() + ttlMs });
      const isNews = !told || told.until <= clock.now() || JSON.stringify(told.agent) !== JSON.stringify(agent);
      if (isNews) tell({ tenant, conversationId: null });
    },
    async leave(tenant, agentId) {
      queueOf(tenant).agents.set(agentId, { agent: null, until: clock.now() });
      tell({ tenant, conversationId: null });
    },
    present: async (tenant) => presentOf(tenant),
    async gone(tenant, agentIds, graceMs) {
      const { agents } = queueOf(tenant);
      const now = clock.now();
      for (const id of agentIds) if (!agents.has(id)) agents.set(id, { agent: null, until: now + graceMs });
      return agentIds.filter((id) => (agents.get(id)?.until ?? now + graceMs) <= now);
    },
    async listen(hear) {
      // As for two who listen with the same function.
      const entry = (news: QueueNews): void => hear(news);
      hearing.add(entry);
      return { close: () => void hearing.delete(entry) };
    },
  };
}
