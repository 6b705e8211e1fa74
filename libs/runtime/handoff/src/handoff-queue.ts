import type { Handoff } from '@turnfleet/contract/schemas';
import type { WaitingPlace } from './place-in-queue.ts';

/** What became of a conversation's handoff, as of a version of the conversation. */
export interface QueueChange {
  readonly tenant: string;
  readonly conversationId: string;
  readonly version: number;
  /** Null: nobody waits any more, and nobody has it. */
  readonly handoff: Handoff | null;
}

/** A conversation that waits for an agent, or that one has. */
export interface QueueEntry {
  readonly conversationId: string;
  readonly version: number;
  readonly handoff: Handoff;
}

/** What an agent says of themselves with every beat. */
export interface AgentPresence {
  readonly id: string;
  /** As shoppers are told. */
  readonly name: string;
  readonly skills: readonly string[];
  /** Like `zh-CN`; `zh` stands for all of them. */
  readonly languages: readonly string[];
  /** Most conversations at once. */
  readonly capacity: number;
}

/** What the instances of the desk hear; nothing depends on its arrival. */
export interface QueueNews {
  readonly tenant: string;
  /** Whose entry is another one now; null: an agent came, or left. */
  readonly conversationId: string | null;
}

/**
 * Who waits for an agent, who has what, and which agents are there. A view: the truth of a handoff is its conversation, and
 * whoever commits that puts it here, as often as they like. Agents are there by the store's clock. Every call: `overloaded`
 * while the store is away.
 */
export interface HandoffQueue {
  /** The entry of a conversation from now on, unless one of a higher version is known, also of one that is over. */
  put(change: QueueChange): Promise<void>;
  /** Those that wait, as they are to be served; at most so many. */
  waiting(tenant: string, limit: number): Promise<readonly QueueEntry[]>;
  /** Those that wait at this priority since `since` (Unix milliseconds) or before, of any place; at most so many of a level. */
  overdue(tenant: string, priority: Handoff['priority'], since: number, limit: number): Promise<readonly QueueEntry[]>;
  /** All that some agent has, the oldest claim first. */
  claimed(tenant: string): Promise<readonly QueueEntry[]>;
  /** Null: it does not wait. */
  entry(tenant: string, conversationId: string): Promise<QueueEntry | null>;
  /** Null: it does not wait. */
  placeOf(tenant: string, conversationId: string): Promise<WaitingPlace | null>;
  /** Those for whom something waits, or waited. */
  tenants(): Promise<readonly string[]>;
  /** The agent is there for `ttlMs` from now. */
  beat(tenant: string, agent: AgentPresence, ttlMs: number): Promise<void>;
  /** The agent is gone from now on. */
  leave(tenant: string, agentId: string): Promise<void>;
  present(tenant: string): Promise<readonly AgentPresence[]>;
  /**
   * Who of these has gone. Whom the store does not know, because it was lost or the beat never came, is waited for `graceMs`
   * from the first time somebody asks.
   */
  gone(tenant: string, agentIds: readonly string[], graceMs: number): Promise<readonly string[]>;
  /** Calls `hear` with what changes from now on until closed; with null where something may have been missed. */
  listen(hear: (news: QueueNews | null) => void): Promise<{ close(): void }>;
}

/** How long it is known that a handoff is over, milliseconds: what was put late before that is known to be late. */
export const overKnownMs = 86_400_000;
/** How long an agent who is gone is known to be, milliseconds. */
export const goneKnownMs = 86_400_000;
