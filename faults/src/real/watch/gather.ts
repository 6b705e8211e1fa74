import { headerBytes, topics } from '@turnfleet/contract/events';
import { silentLogger, systemClock } from '@turnfleet/core';
import { openKafkaLog } from '@turnfleet/kafka';
import { recordEvent } from '../../history/record-event.ts';
import type { HistoryWriter } from '../../history/write-history.ts';

const gathered = [topics.turns, topics.replies, topics.conversations, topics.deadLetters, topics.usage] as const;

interface Gathered {
  readonly replies: number;
  /** Turns that have at least one. */
  readonly answered: number;
}

/** Writes down what stands in the topics when all is over. */
export async function gatherTopics(brokers: string, history: HistoryWriter): Promise<Gathered> {
  const parts = { brokers: brokers.split(','), clientId: 'faults-gather', clock: systemClock, logger: silentLogger };
  const log = await openKafkaLog(parts);
  const answered = new Set<string>();
  let replies = 0;
  try {
    for (const topic of gathered) {
      const partitions = await log.partitionsOf(topic);
      for (let partition = 0; partition < partitions; partition++)
        for await (const record of log.read(topic, partition, 0n)) {
          await history.write(recordEvent({ ...record, topic }, record.timestamp));
          if (topic !== topics.replies) continue;
          replies++;
          answered.add(new TextDecoder().decode(headerBytes(record.headers, 'ce_id') ?? undefined));
        }
    }
  } finally {
    await log.close();
  }
  return { replies, answered: answered.size };
}

interface View {
  readonly version: number;
  readonly turns: readonly { readonly turnId: string; readonly reply: Record<string, unknown> | null }[];
}

/** Writes down what readers of these conversations are shown when all is over. */
export async function gatherViews(url: string, ids: readonly string[], history: HistoryWriter): Promise<void> {
  for (const conversationId of ids) {
    const response = await fetch(`${url}/v1/conversations/${conversationId}`);
    if (response.status !== 200) throw new Error(`${conversationId} cannot be read: ${await response.text()}`);
    const { version, turns } = (await response.json()) as View;
    const shown = turns.map(({ turnId, reply }) => ({ turnId, reply }));
    await history.write({ at: Date.now(), event: 'viewed', conversationId, version, turns: shown });
  }
}
