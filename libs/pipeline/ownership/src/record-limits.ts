import { type Topic, topics } from '@turnfleet/contract/events';
import { largestReply, maxSnapshotBytes, type RoomInLog } from '@turnfleet/conversation';
import { type Logger, toTurnfleetError } from '@turnfleet/core';
import type { TurnLog } from '@turnfleet/turn-engine';

/** What the topics take, as far as this worker knows: an operator may change it at any time. */
export interface RecordLimits {
  /** Asks the topics, as at the start. */
  read(): Promise<void>;
  /** Bytes that values may take. */
  room(): RoomInLog;
  /** What a model may say in one turn, in `writtenBytes`: half of what a reply may take, and no shopper reads more. */
  answerBytes(): number;
  /** A topic did not take a record of this size, as `recordSize` counts: less is written to it from now on. */
  refused(topic: string, bytes: number): Promise<void>;
}

const usualBytes = 2 ** 20;
const longestAnswerBytes = 64 * 1024;
/** Of a record, for its key and headers, trace context included. */
const besideValueBytes = 2_048;
const limited = [topics.replies, topics.conversations] as const satisfies readonly Topic[];

/** Until it has asked (`read`), and of a topic whose settings may not be read, it supposes 1 MiB. */
export function recordLimits(log: Pick<TurnLog, 'recordLimit'>, logger: Logger): RecordLimits {
  const known = new Map<string, number>();
  const ask = async (topic: string): Promise<number | null> => {
    try {
      return await log.recordLimit(topic);
    } catch (error) {
      const { kind, message } = toTurnfleetError(error);
      logger.warn({ topic, kind, reason: message }, 'the largest record that a topic takes could not be read');
      return null;
    }
  };
  const valueOf = (topic: Topic): number => Math.max(0, (known.get(topic) ?? usualBytes) - besideValueBytes);
  const room = (): RoomInLog => ({
    reply: valueOf(topics.replies),
    snapshot: Math.min(maxSnapshotBytes, valueOf(topics.conversations)),
  });
  return {
    read: async () => {
      for (const topic of limited) known.set(topic, (await ask(topic)) ?? usualBytes);
    },
    room,
    answerBytes: () => Math.min(longestAnswerBytes, Math.floor(largestReply(room()) / 2)),
    refused: async (topic, bytes) => {
      const told = await ask(topic);
      // That it was refused is certain, whatever the topic says by now.
      const limit = told !== null && told < bytes ? told : Math.floor(bytes / 2);
      known.set(topic, limit);
      logger.warn(
        { topic, bytes, limit },
        'a topic does not take a record of this size; what is written to it is shortened: raise its max.message.bytes',
      );
    },
  };
}
