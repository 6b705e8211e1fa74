import { topics } from '@turnfleet/contract/events';
import type { LogRecord } from '@turnfleet/turn-engine';
import type { Cluster } from './cluster.ts';

const named = /"conversationId":"([^"]+)","turnId":"([^"]+)"/;
const decoder = new TextDecoder();

/** Which turns have a reply in the log, by `turnKey`; whether every turn that is there has one. */
export interface Answers {
  allAnswered(): boolean;
  has(turn: string): boolean;
}

export function watchAnswers(cluster: Cluster): Answers {
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
  return { allAnswered: () => open.size === 0, has: (turn) => answered.has(turn) };
}

/** Which turn a record names, or null. */
function keyOf({ value }: LogRecord): string | null {
  const [, conversationId, turnId] = named.exec(decoder.decode(value ?? undefined)) ?? [];
  return conversationId === undefined ? null : `${conversationId}/${turnId}`;
}
