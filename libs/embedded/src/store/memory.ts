import { homePartition } from '@turnfleet/contract';
import {
  type AppliedPositions,
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
  generation: number;
  epoch: number;
  /** The worker that claimed it, and the run of the server that it claimed it on. */
  owner: number;
  serverRun: number;
  /** Writes under a fence; one that goes back tells that the store did. */
  writes: number;
  /** It went back and was not caught up with the log since: readers wait. */
  behind: boolean;
  /** The highest offsets told; those of replies hold as far as `open` lets them. */
  applied: AppliedPositions;
  /** The highest version, and the highest number in a journal, of the conversations forgotten; nothing goes on below it. */
  floor: number;
  journalFloor: number;
  /** Turns committed and not settled, by turn key: where their replies cannot be before. */
  readonly open: Map<string, bigint>;
}

export interface StoredConversation {
  version: number;
  /** Where the conversation below comes from; with the version it orders what a restore may replace. */
  generation: number;
  epoch: number;
  /** When that was committed, Unix milliseconds. */
  committedAt: number;
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

/** All that a server holds, and a copy of it would. */
export interface MemoryData {
  readonly metas: Map<number, Meta>;
  /** Tokens of the restores under way, by partition. */
  readonly restores: Map<number, symbol>;
  readonly conversations: Map<string, StoredConversation>;
  readonly turns: ExpiringMap<StoredTurn>;
  readonly journals: ExpiringMap<JournalEntry[]>;
}

/** One server in memory. Its data may be replaced, as a failover does. */
export interface Memory {
  readonly partitions: number;
  readonly clock: Clock;
  data: MemoryData;
  /** Another number after every failover. */
  serverRun: number;
  /** By conversation id. */
  readonly readers: Wakers;
  /** By turn key. */
  readonly cancels: Wakers;
}

export function createMemory(options: MemoryOptions): Memory {
  const { clock, partitions } = options;
  return {
    partitions,
    clock,
    data: emptyData(options),
    serverRun: 1,
    readers: new Wakers(),
    cancels: new Wakers(),
  };
}

export function emptyData({ clock, journalTtlMs }: MemoryOptions): MemoryData {
  return {
    metas: new Map(),
    restores: new Map(),
    conversations: new Map(),
    turns: new ExpiringMap(clock, ledgerTtlMs),
    journals: new ExpiringMap(clock, journalTtlMs),
  };
}

/** The meta record of the conversation's home, if readers may see what it has. */
export function readableMeta(memory: Memory, conversationId: string): Meta | undefined {
  const meta = memory.data.metas.get(homePartition(conversationId, memory.partitions));
  return meta && isReadable(memory, meta) ? meta : undefined;
}

export function isReadable({ serverRun }: Memory, meta: Meta): boolean {
  return meta.serverRun === serverRun && !meta.behind;
}

/** The same for a reader that cannot do without; `overloaded` while there is none. */
export function metaForReader(memory: Memory, conversationId: string): Meta {
  const meta = readableMeta(memory, conversationId);
  if (!meta) throw notRestored(homePartition(conversationId, memory.partitions));
  return meta;
}

export function conversationIn(memory: Memory, conversationId: string): StoredConversation {
  const known = memory.data.conversations.get(conversationId);
  if (known) return known;
  const fresh = {
    version: 0,
    generation: 0,
    epoch: 0,
    committedAt: 0,
    json: null,
    unpublished: new Map(),
    running: new Map(),
    journalGeneration: 0,
    journalNumber: 0,
  };
  memory.data.conversations.set(conversationId, fresh);
  return fresh;
}

/** No id holds a `/`. */
export function turnKey({ conversationId, turnId }: TurnRef): string {
  return `${conversationId}/${turnId}`;
}

/** The turn, known from now on for the ledger's time. */
export function touchTurn(memory: Memory, turn: TurnRef): StoredTurn {
  const key = turnKey(turn);
  const touched = memory.data.turns.get(key) ?? {
    attempt: 0,
    abandoned: 0,
    traceparent: '',
    journalAttempt: 0,
    journalNumber: 0,
  };
  memory.data.turns.set(key, touched);
  return touched;
}
