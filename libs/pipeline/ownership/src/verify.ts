import {
  answerableForMs,
  decodeReply,
  type EventRecord,
  isHigher,
  type Rank,
  topics,
} from '@turnfleet/contract/events';
import type { AuditedConversation, StateAudit, TurnRef } from '@turnfleet/conversation';
import { type Clock, wait } from '@turnfleet/core';
import type { LogRecord } from '@turnfleet/turn-engine';
import { digestOf, indexOf, type LogIndex } from './log-index.ts';
import type { LogReader } from './record-range.ts';

/** Something that readers have seen, or the log says, and the store does not know. */
export type Difference =
  | { readonly kind: 'lost' | 'not_readable' }
  | { readonly kind: 'missing'; readonly conversationId: string; readonly log: Rank }
  /** `ended`: the store still has what a tombstone ended. */
  | { readonly kind: 'older' | 'ended'; readonly conversationId: string; readonly log: Rank; readonly store: Rank }
  /** The reply is in `chat.replies`; the ledger has none, another one, or counts it as not published. */
  | ({ readonly kind: 'no_reply' | 'other_reply' | 'not_settled'; readonly offset: bigint } & TurnRef)
  /** The ledger has a reply that is not in the log, and nobody seems to publish it. */
  | ({ readonly kind: 'unpublished' } & TurnRef);

interface Verified {
  /** In the log. */
  readonly conversations: number;
  readonly replies: number;
  readonly differences: readonly Difference[];
}

interface VerifyDeps {
  readonly log: LogReader;
  readonly audit: Pick<StateAudit, 'partition' | 'conversation'>;
  readonly clock: Clock;
}

/** A turn that is just ending shows as a difference for a moment; what is one after this long is one, milliseconds. */
const secondLookAfterMs = 3_000;
const conversationsAtOnce = 64;

/** Compares a partition of the store with the log, and changes neither. Workers may be at work. */
export async function verifyPartition(
  { log, audit, clock }: VerifyDeps,
  partition: number,
  signal: AbortSignal,
): Promise<Verified> {
  const read = (): void => signal.throwIfAborted();
  const replies = youngerThan(clock.now() - answerableForMs, log.read(topics.replies, partition, 0n));
  const index = await indexOf(log.read(topics.conversations, partition, 0n), replies, read);
  const ids = [...new Set([...index.snapshots.keys(), ...index.replies.keys()])];
  const found = await differences(audit, partition, index, ids);
  let lasting = found;
  if (found.length > 0) {
    await wait(clock, secondLookAfterMs, signal);
    const again = new Set(found.flatMap((one) => ('conversationId' in one ? [one.conversationId] : [])));
    const known = new Set(found.map(nameOf));
    const second = await differences(audit, partition, index, [...again]);
    lasting = second.filter((one) => known.has(nameOf(one)));
  }
  const counted = [...index.replies.values()].reduce((sum, turns) => sum + turns.size, 0);
  return { conversations: ids.length, replies: counted, differences: lasting };
}

/** The log keeps whole segments, so a little longer than the ledger remembers. */
async function* youngerThan(oldest: number, records: AsyncIterable<LogRecord>): AsyncGenerator<LogRecord> {
  for await (const record of records) if (record.timestamp >= oldest) yield record;
}

async function differences(
  audit: VerifyDeps['audit'],
  partition: number,
  index: LogIndex,
  ids: readonly string[],
): Promise<Difference[]> {
  const meta = await audit.partition(partition);
  if (!meta) return index.snapshots.size + index.replies.size > 0 ? [{ kind: 'lost' }] : [];
  const found: Difference[] = meta.readable ? [] : [{ kind: 'not_readable' }];
  const compare = async (id: string): Promise<Difference[]> => {
    const stored = await audit.conversation(id, [...(index.replies.get(id)?.keys() ?? [])]);
    return [...snapshotDifferences(index, id, stored), ...replyDifferences(index, id, stored)];
  };
  for (let from = 0; from < ids.length; from += conversationsAtOnce) {
    const some = await Promise.all(ids.slice(from, from + conversationsAtOnce).map(compare));
    found.push(...some.flat());
  }
  const published = ({ conversationId, turnId }: TurnRef) => index.replies.get(conversationId)?.has(turnId) === true;
  const left = meta.unpublished.filter((turn) => !published(turn));
  return [...found, ...left.map((turn) => ({ kind: 'unpublished', ...turn }) as const)];
}

function snapshotDifferences(index: LogIndex, conversationId: string, store: AuditedConversation): Difference[] {
  const log = index.snapshots.get(conversationId);
  if (!log) return [];
  if (log.ended)
    return store.version === 0 || isHigher(store, log) ? [] : [{ kind: 'ended', conversationId, log, store }];
  if (store.version === 0) return [{ kind: 'missing', conversationId, log }];
  return isHigher(log, store) ? [{ kind: 'older', conversationId, log, store }] : [];
}

function replyDifferences(index: LogIndex, conversationId: string, { ledger }: AuditedConversation): Difference[] {
  return [...(index.replies.get(conversationId) ?? [])].flatMap(([turnId, { offset, digest }]): Difference[] => {
    const about = { conversationId, turnId, offset };
    const entry = ledger.get(turnId);
    if (!entry) return [{ kind: 'no_reply', ...about }];
    if (digestOfText(entry.reply) !== digest) return [{ kind: 'other_reply', ...about }];
    return entry.published ? [] : [{ kind: 'not_settled', ...about }];
  });
}

function digestOfText(reply: string): string | null {
  const record: Pick<EventRecord, 'value' | 'headers'> = { value: new TextEncoder().encode(reply), headers: {} };
  const read = decodeReply(record);
  return read && digestOf(read);
}

function nameOf(difference: Difference): string {
  const turn = 'turnId' in difference ? difference.turnId : '';
  return `${difference.kind}/${'conversationId' in difference ? difference.conversationId : ''}/${turn}`;
}
