import { randomUUID } from 'node:crypto';
import { type EndedTurn, emptyConversation, homePartition, type JournalEvent, type Reply } from '@turnfleet/contract';
import {
  type AuditedState,
  type ConversationChange,
  type ConversationDesk,
  type ConversationStore,
  endTurn,
  type Fence,
  type Journal,
  type JournalEntry,
  type RestoredConversation,
  type StateAudit,
  type TurnEnd,
  type TurnProgress,
  type TurnRef,
} from '@turnfleet/conversation';
import { atStart, claimOrRestore, replyTo } from '@turnfleet/conversation/testing';
import { type ErrorKind, isTurnfleetError } from '@turnfleet/core';

/** An adapter of the three conversation ports over one state, and what no port offers. */
export interface ConversationHarness {
  readonly store: ConversationStore;
  readonly desk: ConversationDesk;
  readonly journal: Journal;
  readonly audit: StateAudit;
  readonly partitions: number;
  /** The adapter of another worker, over the same state. */
  connect(): Promise<AuditedState>;
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
export interface Scene {
  readonly turn: TurnRef;
  readonly conversationId: string;
  readonly fence: Fence;
}

export async function newScene({ store, partitions }: ConversationHarness): Promise<Scene> {
  const conversationId = `c-${randomUUID()}`;
  const fence = await claimOrRestore(store, homePartition(conversationId, partitions));
  return { conversationId, turn: { conversationId, turnId: 't-1' }, fence };
}

export const submittedAt = '2026-01-01T00:00:00.000Z';

/** A change in which one turn ends. */
export interface SingleChange extends ConversationChange {
  readonly turnId: string;
  readonly reply: string;
}

/** The first turn of a conversation answered with `text`. */
export function firstChange(turn: TurnRef, text = 'There are 12.', more: Partial<Reply> = {}): SingleChange {
  return nextChange(turn, emptyConversation(turn.conversationId), text, more);
}

export function nextChange(
  turn: TurnRef,
  before: ReturnType<typeof emptyConversation>,
  text: string,
  more: Partial<Reply> = {},
): SingleChange {
  const { conversationId, turnId } = turn;
  const told = replyTo(conversationId, turnId, before.version + 1, { text, ...more });
  const conversation = endTurn(before, { text: `Question ${turnId}`, submittedAt }, told);
  const reply = JSON.stringify(told);
  return { conversationId, turnId, basedOn: before.version, conversation, reply, replies: [{ turnId, reply }] };
}

/** Several changes, each of which follows on the one before, as one. */
export function together(changes: readonly SingleChange[]): ConversationChange {
  const [first, last] = [changes[0], changes.at(-1)];
  if (!first || !last) throw new Error('A change ends at least one turn.');
  return { ...last, basedOn: first.basedOn, replies: changes.flatMap(({ replies }) => replies) };
}

export function accepted(
  turnId: string,
  text = `Question ${turnId}`,
): Extract<JournalEvent, { type: 'turn.accepted' }> {
  return { type: 'turn.accepted', turnId, text, submittedAt };
}

export function delta(turnId: string, text: string): { type: 'reply.delta'; turnId: string; text: string } {
  return { type: 'reply.delta', turnId, text };
}

/** Deltas `#from ` to `#to `. */
export function deltas(turnId: string, from: number, to: number): TurnProgress[] {
  return Array.from({ length: to - from + 1 }, (_, i) => delta(turnId, `#${from + i} `));
}

export function endOf({ turnId, reply }: SingleChange): TurnEnd {
  return { type: 'reply.completed', turnId, reply: JSON.parse(reply) as EndedTurn['reply'] };
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
export function readersCalls({ desk, journal }: ConversationHarness, turn: TurnRef): (() => Promise<unknown>)[] {
  return [
    () => desk.view(turn.conversationId),
    () => desk.reply(turn),
    () => desk.requestCancel(turn),
    () => journal.read(turn.conversationId, null),
  ];
}

/** Every call that needs a fence, with this one. */
export function fencedCalls(
  { store, journal }: Pick<ConversationHarness, 'store' | 'journal'>,
  fence: Fence,
  turn: TurnRef,
): (() => Promise<unknown>)[] {
  const change = firstChange(turn, 'from a zombie');
  return [
    () => store.begin(turn, fence, 'zombie'),
    () => store.release(turn, fence, 'zombie'),
    () => store.commit(change, fence),
    () => store.confirm(turn, change.reply, fence),
    () => store.settle(turn, endOf(change), fence, atStart),
    () => store.catchUp(fence, of({ conversation: change.conversation, generation: 0, epoch: 0, ...none }), atStart),
    () => journal.append(turn.conversationId, [delta(turn.turnId, 'x')], 1, { fence, attempt: 1 }),
    () => store.standing(fence, turn.conversationId),
    () => store.resting(fence, turn.conversationId, 0),
    () => store.forget(fence, turn.conversationId, 0),
  ];
}
