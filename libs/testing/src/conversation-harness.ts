import { randomUUID } from 'node:crypto';
import { homePartition } from '@turnfleet/contract/events';
import type {
  AuditedState,
  ConversationGateway,
  ConversationStore,
  Fence,
  Journal,
  JournalEntry,
  RestoredConversation,
  StateAudit,
  TurnRef,
} from '@turnfleet/conversation';
import { atStart, claimOrRestore } from '@turnfleet/conversation/testing';
import { type ErrorKind, isTurnfleetError } from '@turnfleet/core';
import { delta, endOf, firstChange, type SingleChange } from './conversation-changes.ts';

/** An adapter of the three conversation ports over one state, and what no port offers. */
export interface ConversationHarness {
  readonly store: ConversationStore;
  readonly gateway: ConversationGateway;
  readonly journal: Journal;
  readonly audit: StateAudit;
  readonly partitions: number;
  /** The adapter of another worker, over the same state; `partitions` if it counts another number of them. */
  connect(partitions?: number): Promise<AuditedState>;
  /** Makes the store forget everything of a partition, as a flush does. */
  lose(partition: number): Promise<void>;
  /**
   * Keeps a copy of a partition as it is now. Called, the result puts it back: after a failover, as a server that was not
   * there before; `quietly`, as the same server.
   */
  keep(partition: number): Promise<(how: 'quietly' | 'after a failover') => Promise<void>>;
  /** Lets the time to live of a conversation's journal pass. */
  expireJournal(conversationId: string): Promise<void>;
  stop(): Promise<void>;
}

/** A turn nobody else uses, and the current fence of its home. */
export interface TurnScene {
  readonly turn: TurnRef;
  readonly conversationId: string;
  readonly fence: Fence;
}

export async function newScene({ store, partitions }: ConversationHarness): Promise<TurnScene> {
  const conversationId = `c-${randomUUID()}`;
  const fence = await claimOrRestore(store, homePartition(conversationId, partitions));
  return { conversationId, turn: { conversationId, turnId: 't-1' }, fence };
}

/** Entries after an id; fails on a gap. */
export async function entriesAfter(
  journal: Journal,
  conversationId: string,
  after: string | null = null,
): Promise<readonly JournalEntry[]> {
  const page = await journal.read(conversationId, after);
  if (page.kind === 'gap') throw new Error(`Unexpected gap after ${after}`);
  return page.entries;
}

/** Begins, commits and settles a turn. */
export async function answerTurn(
  { store }: Pick<ConversationHarness, 'store'>,
  change: SingleChange,
  fence: Fence,
  applied = atStart,
): Promise<void> {
  await store.begin(change, fence, `run-of-${change.turnId}`);
  await store.commit(change, fence);
  await store.settle(change, endOf(change), fence, applied);
}

/** A conversation with one answered turn. */
export async function anIdleConversation(harness: ConversationHarness) {
  const scene = await newScene(harness);
  const change = firstChange(scene.turn);
  await answerTurn(harness, change, scene.fence);
  return { ...scene, change };
}

/** No reply, published or not. */
export const none = {
  published: new Map<string, string>(),
  unpublished: new Map<string, string>(),
  at: 0,
  ended: false,
};

export async function* of(...restored: RestoredConversation[]): AsyncGenerator<RestoredConversation> {
  yield* restored;
}

/** True if the call is refused with this kind; fails with what happened instead. */
export async function refusedAs(kind: ErrorKind, call: Promise<unknown>): Promise<boolean> {
  const error = await call.then(
    () => new Error('The call was not refused.'),
    (reason: unknown) => reason,
  );
  if (isTurnfleetError(error, kind)) return true;
  throw error;
}

/** Every call of a reader, about a conversation that has this turn. */
export function readersCalls({ gateway, journal }: ConversationHarness, turn: TurnRef): (() => Promise<unknown>)[] {
  return [
    () => gateway.view(turn.conversationId),
    () => gateway.reply(turn),
    () => gateway.requestCancel(turn),
    () => journal.read(turn.conversationId, null),
  ];
}

/** Every call that needs a fence, with this one. */
export function fencedCalls(
  state: Pick<ConversationHarness, 'store' | 'journal'>,
  fence: Fence,
  turn: TurnRef,
): (() => Promise<unknown>)[] {
  const { store } = state;
  return [() => store.check(fence), () => store.idle(fence, 0, 1), ...callsAbout(state, fence, turn)];
}

/** Those of them that are about the turn or its conversation. */
export function callsAbout(
  { store, journal }: Pick<ConversationHarness, 'store' | 'journal'>,
  fence: Fence,
  turn: TurnRef,
): (() => Promise<unknown>)[] {
  const change = firstChange(turn, 'from a zombie');
  return [
    () => store.begin(turn, fence, 'zombie'),
    () => store.release(turn, fence, 'zombie'),
    () => store.noteSpending(turn, ['{}'], fence),
    () => store.commit(change, fence),
    () => store.abridge({ ...change, replies: [{ ...turn, reply: 'shorter', instead: change.reply }] }, fence),
    () => store.confirm(turn, change.reply, fence),
    () => store.settle(turn, endOf(change), fence, atStart),
    () => store.catchUp(fence, of({ conversation: change.conversation, generation: 0, epoch: 0, ...none }), atStart),
    () => journal.append(turn.conversationId, [delta(turn.turnId, 'x')], 1, { fence, attempt: 1 }),
    () => store.current(fence, turn.conversationId),
    () => store.readIdle(fence, turn.conversationId, 0),
    () => store.expire(fence, turn.conversationId, 0),
  ];
}

/** A claim of a partition that is there. */
export async function claimed({ store }: Pick<ConversationHarness, 'store'>, partition: number) {
  const claim = await store.claim(partition);
  if (claim.kind === 'lost') throw new Error('The partition is lost.');
  return claim;
}
