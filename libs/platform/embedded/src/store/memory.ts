import { homePartition } from '@turnfleet/contract/events';
import { type JournalEntry, notRestored, type TurnRef } from '@turnfleet/conversation';
import type { Clock } from '@turnfleet/core';
import {
  emptyData,
  type MemoryData,
  type MemoryOptions,
  type Meta,
  type StoredConversation,
  type StoredTurn,
} from './memory-data.ts';
import { Wakers } from './wakers.ts';

/** One server in memory. Its data may be replaced, as a failover does. */
export interface Memory {
  readonly partitions: number;
  readonly clock: Clock;
  data: MemoryData;
  /** Another number after every failover. */
  serverRun: number;
  /** By conversation id. */
  readonly readers: Wakers<readonly JournalEntry[]>;
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
    readers: new Wakers<readonly JournalEntry[]>(),
    cancels: new Wakers(),
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
    abandoned: [],
    traceparent: '',
    journalAttempt: 0,
    journalNumber: 0,
  };
  memory.data.turns.set(key, touched);
  return touched;
}
