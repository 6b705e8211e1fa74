import { createHash } from 'node:crypto';
import { replayOfHeader } from '@turnfleet/contract/events';
import { type Conversation, type PendingCall, type Turn } from '@turnfleet/contract/schemas';
import { isAffirmative } from '@turnfleet/reading';
import type { LogRecord } from '@turnfleet/turn-engine';

/** A turn as far as it may be an answer to a question. */
export interface Said {
  readonly turn: Turn;
  readonly tenant: string;
  readonly record: Pick<LogRecord, 'offset' | 'timestamp' | 'headers'>;
  /** Unix milliseconds. */
  readonly submittedAt: number;
}

/**
 * The held call that this turn lets happen, null if it is none: a plain yes of the shopper who was asked, submitted after
 * the question was published. A yes does so by itself: whatever it was delivered with, and however often, it is found again.
 */
export function confirmedBy(said: Said, { held }: Pick<Conversation, 'held'>): PendingCall | null {
  if (!held || !isAffirmative(said.turn.text, held.alsoYes) || held.shopper !== shopperOf(said)) return null;
  return cameAfter(said, held) ? held : null;
}

/** Whom a question is put to. A digest, because a conversation tells nobody's id. */
export function shopperOf({ turn: { user }, tenant }: Pick<Said, 'turn' | 'tenant'>): string {
  return createHash('sha256')
    .update(JSON.stringify([tenant, user?.id ?? null]))
    .digest('base64url');
}

/**
 * By its place in the log, which nobody's clock can move. A record that was forwarded, or came without a time, may stand
 * far behind where its shopper spoke, so of those the time has to say so, too; and one that an operator replays was said to
 * a question that is long gone.
 */
function cameAfter({ record, submittedAt }: Said, { askedAt, publishedAt }: PendingCall): boolean {
  // A conversation that an older version wrote has neither.
  const question = publishedAt ?? askedAt ?? null;
  if (question === null || record.offset < BigInt(question.end)) return false;
  if (Object.hasOwn(record.headers, replayOfHeader)) return false;
  return record.timestamp === submittedAt || submittedAt >= Date.parse(question.at);
}
