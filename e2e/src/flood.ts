import { expect } from '@jest/globals';
import { type ForeignProducer, turnMessage } from './foreign-producer.ts';
import type { TopicWatch } from './topic-watch.ts';

/** Many turns of many conversations, as an upstream submits them, and what has to become of them. */
export interface Flood {
  readonly conversations: readonly string[];
  readonly turnIds: readonly string[];
  /** One turn of each conversation after another. */
  send(upstream: ForeignProducer, text: string): Promise<void>;
  /** Until so many of its turns have a reply; all of them by default. */
  untilAnswered(turns?: number): Promise<void>;
  answered(): number;
  /** Each turn has one reply – a fault may write it twice, but never two different ones – in the order of the turns. */
  expectEachOnceInOrder(): Promise<void>;
}

export function floodOf(seen: TopicWatch, prefix: string, conversations: number, turns: number): Flood {
  const ids = Array.from({ length: conversations }, (_, i) => `${prefix}${i}.`);
  const turnIds = Array.from({ length: turns }, (_, i) => `t-${i}`);
  const answered = (): number =>
    new Set(seen.replies(prefix).map(({ reply }) => `${reply.conversationId} ${reply.turnId}`)).size;
  return {
    conversations: ids,
    turnIds,
    answered,
    send: async (upstream, text) => {
      for (const turnId of turnIds) await upstream.send(ids.map((id) => turnMessage(id, turnId, text)));
    },
    untilAnswered: (wanted = conversations * turns) =>
      seen.until(`${wanted} turns of ${prefix} are answered`, () => answered() >= wanted),
    expectEachOnceInOrder: async () => {
      await seen.caughtUp();
      for (const id of ids) {
        const distinct = new Set(seen.replies(id).map(({ record }) => record.value?.toString()));
        expect(distinct.size).toBe(turns);
        const order = new Map(seen.replies(id).map(({ reply }) => [reply.turnId, reply.version]));
        expect([...order]).toEqual(turnIds.map((turnId, i) => [turnId, i + 1]));
      }
    },
  };
}
