import { decodeReply, homePartition, topics } from '@turnfleet/contract/events';
import { type Reply, readStoredReply, type Snapshot, toldReply } from '@turnfleet/contract/schemas';
import { type ConversationStore, fittingReplies } from '@turnfleet/conversation';
import type { Clock } from '@turnfleet/core';
import type { ReadPositions, RecordLimits } from '@turnfleet/ownership';
import { untilAvailable } from '@turnfleet/ownership';
import type { TurnLog } from '@turnfleet/turn-engine';
import type { Ending, SaidEnding, Written } from './ending.ts';
import type { Run } from './run.ts';

export interface AbridgeDeps {
  readonly log: Pick<TurnLog, 'read'>;
  readonly store: Pick<ConversationStore, 'abridge'>;
  readonly clock: Clock;
  readonly partitions: number;
  readonly known: ReadPositions;
  readonly limits: RecordLimits;
}

/** The replies that are not in the log yet, shorter: as the ledger has them now. */
interface Abridged extends Written {
  readonly said: readonly SaidEnding[];
}

/**
 * Makes room for committed replies that the log refused, or whose snapshot it did: what nobody was told is shortened in the
 * ledger first, so that every owner says the same from then on. What a reader may have seen, as it was written before the limit
 * was lowered, stays. Null if the store knows better, and everything is to be begun again; `refusal` is thrown if nothing can
 * be shortened any more.
 */
export async function abridge(
  deps: AbridgeDeps,
  run: Pick<Run, 'fence' | 'signal'>,
  { snapshot, endings }: Written,
  refusal: unknown,
): Promise<Abridged | null> {
  const whenAvailable = <T>(step: () => Promise<T>): Promise<T> => untilAvailable(deps.clock, run.signal, step);
  const said = await whenAvailable(() => saidOf(deps, run, endings));
  const open = endings.filter((one) => !said.some(({ ending }) => ending === one));
  if (open.length === 0) return { said, endings: [], snapshot };
  // Also those that others are to publish: they stand in the same snapshot.
  const isSaid = (turnId: string): boolean => said.some(({ ending }) => ending.turn.turnId === turnId);
  const waiting = repliesIn(snapshot).filter(({ reply }) => !isSaid(reply.turnId));
  const fitting = fittingReplies(
    waiting.map(({ reply }) => reply),
    deps.limits.room(),
  );
  const replies = waiting.flatMap(({ reply, text: instead }, i) => {
    const shorter = fitting[i];
    return shorter && shorter !== reply ? [{ turnId: reply.turnId, reply: JSON.stringify(shorter), instead }] : [];
  });
  if (replies.length === 0) throw refusal;
  const newReplyTo = new Map(fitting.map((reply) => [reply.turnId, reply]));
  const conversation = conversationWith(snapshot, newReplyTo);
  const change = { conversationId: conversation.conversationId, conversation, replies };
  const committed = await whenAvailable(() => deps.store.abridge(change, run.fence));
  if (committed.kind === 'conflict') return null;
  const written = open.map((one): Ending => {
    const shorter = replies.find(({ turnId }) => turnId === one.turn.turnId);
    return shorter ? { ...one, reply: newReplyTo.get(shorter.turnId) ?? one.reply, text: shorter.reply } : one;
  });
  return { said, endings: written, snapshot: committed.snapshot };
}

/** The replies that wait in a snapshot, and their record values. */
function repliesIn(snapshot: string): { readonly reply: Reply; readonly text: string }[] {
  // Of our own writing.
  const { unpublished } = JSON.parse(snapshot) as Snapshot;
  return unpublished.flatMap(({ reply: text }) => {
    const reply = readStoredReply(JSON.parse(text));
    return reply ? [{ reply, text }] : [];
  });
}

/** A question of which the shopper reads only the beginning is not asked: nothing is held for it. */
function conversationWith(snapshot: string, newReplyTo: ReadonlyMap<string, Reply>): Snapshot['conversation'] {
  // Of our own writing.
  const { conversation } = JSON.parse(snapshot) as Snapshot;
  const turns = conversation.turns.map((turn) => ({
    ...turn,
    reply: toldReply(newReplyTo.get(turn.turnId) ?? turn.reply),
  }));
  const asker = conversation.turns.find(({ turnId }) => turnId === conversation.held?.turnId);
  const askedNow = asker && newReplyTo.get(asker.turnId);
  const held = askedNow && askedNow.text !== asker.reply.text ? null : conversation.held;
  return { ...conversation, held, turns };
}

/** Which of these the log has, word for word. What was there when the partition was claimed is published in the ledger. */
async function saidOf(
  { log, partitions, known }: AbridgeDeps,
  { fence, signal }: Pick<Run, 'fence' | 'signal'>,
  endings: readonly Ending[],
): Promise<SaidEnding[]> {
  const said = new Map<Ending, bigint>();
  const [first] = endings;
  if (!first) return [];
  const { conversationId } = first.turn;
  const from = known.repliesFrom(fence) ?? 0n;
  for await (const record of log.read(topics.replies, homePartition(conversationId, partitions), from)) {
    signal.throwIfAborted();
    const reply = decodeReply(record);
    if (reply?.conversationId !== conversationId) continue;
    const ending = endings.find(({ turn }) => turn.turnId === reply.turnId);
    if (!ending || said.has(ending)) continue;
    if (new TextDecoder().decode(record.value ?? undefined) === ending.text) said.set(ending, record.offset);
  }
  return [...said].map(([ending, offset]) => ({ ending, offset }));
}
