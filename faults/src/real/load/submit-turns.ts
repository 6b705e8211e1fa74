import { setTimeout as pause } from 'node:timers/promises';
import { topics } from '@turnfleet/contract/events';
import type { Random } from '@turnfleet/core';
import kafkajs, { type Message } from 'kafkajs';
import type { HistoryWriter } from '../../history/write-history.ts';
import type { Accounts } from './accounts.ts';
import { conversationId, textOf, turnId } from './texts.ts';

const { Kafka, Partitioners, logLevel } = kafkajs;

interface UpstreamOptions {
  readonly brokers: string;
  readonly run: string;
  readonly turns: number;
  /** Turns a second, as long as no more than `mostOpen` wait for their reply. */
  readonly rate: number;
  readonly mostOpen: number;
  readonly random: Random;
  readonly accounts: Accounts;
  readonly history: HistoryWriter;
  readonly signal: AbortSignal;
}

interface Talk {
  readonly number: number;
  said: number;
}

/** Conversations are short, so that snapshots stay small; those of the harness's HTTP clients are numbered from a million. */
const turnsPerConversation = 8;
const conversationsAtOnce = 600;
const tickMs = 50;
/** Of a hundred turns so many are sent twice, as an upstream does that did not hear the acknowledgement. */
const repeatedPercent = 0.5;

/**
 * An upstream that knows nothing but the topic: kafkajs with its own partitioner, the one of Java clients. What was not
 * acknowledged is sent again until it is; the conversation waits.
 */
export async function submitTurns(options: UpstreamOptions): Promise<void> {
  const { brokers, turns, rate, mostOpen, random, accounts, signal } = options;
  const kafka = new Kafka({ clientId: 'faults-upstream', brokers: brokers.split(','), logLevel: logLevel.NOTHING });
  // Its own retries leave out a partition whose new leader has answered for others before, and call that a success.
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner, retry: { retries: 0 } });
  await producer.connect();
  const idle: Talk[] = [];
  const sending = new Set<Promise<void>>();
  let [talks, sent] = [0, 0];

  async function deliver(messages: readonly [Talk, Message, string, string][]): Promise<void> {
    const at = Date.now();
    const wire = messages.flatMap(([, message]) => (random() * 100 < repeatedPercent ? [message, message] : [message]));
    while (!signal.aborted) {
      try {
        await producer.send({ topic: topics.turns, acks: -1, messages: wire });
        break;
      } catch {
        await pause(500); // brokers that are away: the same again
      }
    }
    if (signal.aborted) return;
    for (const [talk, message, turn, body] of messages) {
      accounts.submitted(turn);
      const sent = { conversationId: String(message.key), turnId: turn, over: 'log', body } as const;
      const line = { at, event: 'submitted', ...sent } as const;
      await options.history.write(line);
      if (talk.said < turnsPerConversation) idle.push(talk);
    }
  }

  function next(): [Talk, Message, string, string] {
    if (idle.length < conversationsAtOnce / 2 && talks < 1_000_000) idle.push({ number: talks++, said: 0 });
    const at = Math.floor(random() * idle.length);
    const talk = idle[at] ?? { number: talks++, said: 0 };
    idle.splice(at, 1);
    const turn = turnId(talk.number, talk.said);
    const text = textOf(random, talk.number, talk.said++);
    return [talk, turnMessage(conversationId(options.run, talk.number), turn, text), turn, text];
  }

  try {
    while (sent < turns && !signal.aborted) {
      await pause(tickMs);
      const room = Math.min(turns - sent, mostOpen - accounts.openCount, Math.ceil((rate * tickMs) / 1_000));
      if (room <= 0 || sending.size > 20) continue;
      sent += room;
      const work = deliver(Array.from({ length: room }, next));
      sending.add(work);
      void work.finally(() => sending.delete(work));
    }
    await Promise.all(sending);
  } finally {
    await producer.disconnect();
  }
}

/** In the binary mode of CloudEvents. */
function turnMessage(conversation: string, turn: string, text: string): Message {
  return {
    key: conversation,
    value: JSON.stringify({ conversationId: conversation, turnId: turn, text }),
    headers: {
      ce_specversion: '1.0',
      ce_id: turn,
      ce_type: 'com.turnfleet.turn.submitted.v1',
      ce_source: '/faults',
      'content-type': 'application/json',
    },
  };
}
