import { isHigher } from '@turnfleet/contract/events';
import type { EventOf } from '../history/history-event.ts';
import { ends } from './observe-snapshot.ts';
import type { ConversationSeen, ReplySeen, Seen } from './seen.ts';
import type { Tell } from './verdict.ts';

/** An owner reads what others wrote between its own records within a second; the rest is for machines that are busy. */
const mendedWithinMs = 10_000;

/** When a quiet began that gave owners time enough; never, if it was shorter. */
export function quietFrom({ at, forMs }: EventOf<'quiet'>): number {
  return forMs < mendedWithinMs ? Number.NEGATIVE_INFINITY : at - forMs;
}

/** Where an owner is sure to have written in a partition, and the line of the reply that says so. */
interface OwnersPlace {
  readonly offset: bigint;
  readonly line: number;
}

/**
 * The last record of a conversation is no older than its highest: it is all that compaction would leave. An owner may not
 * know of what was written late behind all of its own records; so only what stands before one of those is judged, and only
 * if the owner had a quiet time after it.
 */
export function judgeLast(seen: Seen, quiet: number, tell: Tell): void {
  const places = ownersPlaces(seen, quiet);
  for (const conversation of seen.conversations.values()) {
    const { conversationId, home, last } = conversation;
    const place = places.get(home);
    if (!last || !place || last.offset >= place.offset) continue;
    const holds = whatHoldsInstead(conversation);
    if (!holds) continue;
    const { what, line } = holds;
    const sentence = `The last record of ${conversationId} in chat.conversations (offset ${last.offset}) is older than ${what}, although the partition's owner has written behind it: compaction would leave the older one.`;
    tell({ code: 'stale_last', sentence, lines: [line, last.line, place.line], conversationId });
  }
}

/**
 * By partition. Who publishes a reply first is the owner, and has seen a snapshot of the turn acknowledged before; if all of
 * those stand behind an offset, so does one of the owner's own.
 */
function ownersPlaces({ conversations }: Seen, quiet: number): Map<number, OwnersPlace> {
  const places = new Map<number, OwnersPlace>();
  for (const { home, answered, reached } of conversations.values()) {
    const replies = answered.flatMap(({ reply }) => (reply && reply.at <= quiet ? [reply] : []));
    const newest = replies.reduce<ReplySeen | null>(
      (best, one) => (best && best.version > one.version ? best : one),
      null,
    );
    const first = newest && reached.find(({ version }) => version >= newest.version);
    if (first && first.offset > (places.get(home)?.offset ?? -1n))
      places.set(home, { offset: first.offset, line: newest.line });
  }
  return places;
}

/**
 * Null if the last record is as good as any. An owner that publishes what one before it committed does so under its own
 * generation and epoch; the other one's snapshot, should it come late, says the same.
 */
function whatHoldsInstead({ snapshot, tombstones, last }: ConversationSeen) {
  if (!last?.rank) return null;
  const { ended, value, rank } = last;
  if (snapshot) {
    const isOlder = ended || (isHigher(snapshot, rank) && saidIn(snapshot.value) !== saidIn(value));
    return isOlder ? { what: 'its highest snapshot', line: snapshot.line } : null;
  }
  const end = ended ? null : tombstones.find((one) => ends(one, rank));
  return end ? { what: 'the tombstone that ended it', line: end.line } : null;
}

function saidIn(snapshot: string | null): string {
  const { conversation } = JSON.parse(snapshot ?? '{}') as { readonly conversation?: object };
  return JSON.stringify(conversation ?? null);
}
