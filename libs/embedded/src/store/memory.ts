import { homePartition } from '@turnfleet/contract';
import {
  type Fence,
  fenced,
  homeUnder,
  type JournalEntry,
  ledgerTtlMs,
  notRestored,
  type RunningTurn,
  type TurnRef,
} from '@turnfleet/conversation';
import type { Clock } from '@turnfleet/core';
import { ExpiringMap } from './expiring-map.ts';
import { Wakers } from './wakers.ts';

/** What a partition's meta record says; a partition without one is lost. */
export interface Meta {
  readonly generation: number;
  epoch: number;
}

export interface StoredConversation {
  version: number;
  /** Where the conversation below comes from; with the version it orders what a restore may replace. */
  generation: number;
  epoch: number;
  /** JSON text, so that nobody shares an object with the store; null before the first commit. */
  json: string | null;
  /** Replies committed and not settled, by turn id. */
  readonly unpublished: Map<string, string>;
  /** Turns accepted and not settled, oldest first. */
  readonly running: Map<string, RunningTurn>;
  /** Generation and number of the last journal entry. */
  journalGeneration: number;
  journalNumber: number;
}

/** Everything known of one turn, as long as the ledger remembers it. */
export interface StoredTurn {
  bodyHash?: string;
  logged?: boolean;
  cancelled?: boolean;
  /** The run whose attempt is the last one; none after a release. */
  run?: string;
  attempt: number;
  abandoned: number;
  reply?: string;
  published?: boolean;
  /** The turn has its `turn.accepted`. */
  accepted?: boolean;
  traceparent: string;
  /** Last event of the turn in the journal: its attempt and its number in it. */
  journalAttempt: number;
  journalNumber: number;
  /** The turn has its terminal event. */
  ended?: boolean;
}

export interface MemoryOptions {
  readonly clock: Clock;
  /** Number of partitions of the turn topic. */
  readonly partitions: number;
  readonly journalTtlMs: number;
}

/** What the three memory adapters share. */
export interface Memory {
  readonly partitions: number;
  readonly metas: Map<number, Meta>;
  /** Tokens of the restores under way, by partition. */
  readonly restores: Map<number, symbol>;
  readonly conversations: Map<string, StoredConversation>;
  readonly turns: ExpiringMap<StoredTurn>;
  readonly journals: ExpiringMap<JournalEntry[]>;
  /** By conversation id. */
  readonly readers: Wakers;
  /** By turn key. */
  readonly cancels: Wakers;
}

export function createMemory({ clock, partitions, journalTtlMs }: MemoryOptions): Memory {
  return {
    partitions,
    metas: new Map(),
    restores: new Map(),
    conversations: new Map(),
    turns: new ExpiringMap(clock, ledgerTtlMs),
    journals: new ExpiringMap(clock, journalTtlMs),
    readers: new Wakers(),
    cancels: new Wakers(),
  };
}

/** Fails with `fenced` unless the fence is the current one of the conversation's home. */
export function checkFence(memory: Memory, conversationId: string, fence: Fence): void {
  const home = homeUnder(fence, conversationId, memory.partitions);
  const meta = memory.metas.get(home);
  if (meta?.generation !== fence.generation || meta.epoch !== fence.epoch) throw fenced(home);
}

/** The meta record of the conversation's home for a reader; `overloaded` while it is lost. */
export function metaForReader(memory: Memory, conversationId: string): Meta {
  const home = homePartition(conversationId, memory.partitions);
  const meta = memory.metas.get(home);
  if (!meta) throw notRestored(home);
  return meta;
}

export function conversationIn(memory: Memory, conversationId: string): StoredConversation {
  const known = memory.conversations.get(conversationId);
  if (known) return known;
  const fresh = {
    version: 0,
    generation: 0,
    epoch: 0,
    json: null,
    unpublished: new Map(),
    running: new Map(),
    journalGeneration: 0,
    journalNumber: 0,
  };
  memory.conversations.set(conversationId, fresh);
  return fresh;
}

/** No id holds a `/`. */
export function turnKey({ conversationId, turnId }: TurnRef): string {
  return `${conversationId}/${turnId}`;
}

/** The turn, known from now on for the ledger's time. */
export function touchTurn(memory: Memory, turn: TurnRef): StoredTurn {
  const key = turnKey(turn);
  const touched = memory.turns.get(key) ?? {
    attempt: 0,
    abandoned: 0,
    traceparent: '',
    journalAttempt: 0,
    journalNumber: 0,
  };
  memory.turns.set(key, touched);
  return touched;
}
