import { topics } from '@turnfleet/contract/events';
import type { Fence } from '@turnfleet/conversation';
import type { TurnEngine } from '@turnfleet/turn-engine';
import { type RecordInLog, recordInLog } from './log-index.ts';
import type { ReadPositions } from './read-positions.ts';
import type { LogReader } from './record-range.ts';
import { type RewriteStaleDeps, rewriteStale } from './rewrite-stale.ts';

export interface ReadDeps extends Omit<RewriteStaleDeps, 'holds'> {
  readonly log: LogReader;
  readonly known: ReadPositions;
}

export type IdleLanes = Pick<TurnEngine<Fence>, 'inIdleLane'>;

/** Offsets from `from` on, and below `to`; null: as far as the topic goes. */
interface Range {
  readonly from: bigint;
  readonly to: bigint | null;
}

/**
 * Reads what this owner may not know of `chat.conversations`, and puts what the store knows behind what is older than that.
 * Conversations that have something to do are left: what runs in their lanes may be about to write. Then nothing is noted
 * as read, and it is to be done again.
 */
export async function readUnknown(deps: ReadDeps, fence: Fence, range: Range, lanes: IdleLanes): Promise<void> {
  const { log, known } = deps;
  const { last, end } = await lastIn(log, fence.partition, range);
  let all = true;
  for (const record of last) {
    const done = await lanes.inIdleLane(fence.partition, fence, record.conversationId, async ({ holds }) => {
      for (const offset of await rewriteStale({ ...deps, holds }, fence, [record])) known.wrote(fence, offset);
    });
    all &&= done;
  }
  if (all) known.readUpTo(fence, end);
}

/** The last record of each conversation in a range, and just after what was read. */
async function lastIn(log: LogReader, partition: number, { from, to }: Range) {
  const last = new Map<string, RecordInLog>();
  let end = from;
  for await (const record of log.read(topics.conversations, partition, from)) {
    if (to !== null && record.offset >= to) break;
    end = record.offset + 1n;
    const found = recordInLog(record);
    if (found) last.set(found.conversationId, found);
  }
  return { last: [...last.values()], end: to ?? end };
}
