import { topics } from '@turnfleet/contract';
import type { LogRecord } from '@turnfleet/turn-engine';
import type { Cluster } from './cluster.ts';

const named = /"conversationId":"([^"]+)","turnId":"([^"]+)"/;
const decoder = new TextDecoder();

/** Tells whether every turn that is in the log has a reply there. */
export function watchAnswers(cluster: Cluster): { allAnswered(): boolean } {
  const open = new Set<string>();
  const answered = new Set<string>();
  cluster.watch((record) => {
    if (record.topic !== topics.turns && record.topic !== topics.replies) return;
    const key = keyOf(record);
    if (key === null) return;
    if (record.topic === topics.replies) answered.add(key);
    if (answered.has(key)) open.delete(key);
    else open.add(key);
  });
  return { allAnswered: () => open.size === 0 };
}

/** Which turn a record names, or null. */
function keyOf({ value }: LogRecord): string | null {
  const [, conversationId, turnId] = named.exec(decoder.decode(value ?? undefined)) ?? [];
  return conversationId === undefined ? null : `${conversationId}/${turnId}`;
}
