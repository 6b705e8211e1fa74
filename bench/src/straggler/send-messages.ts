import { encodeTurn, headerBytes, topics } from '@turnfleet/contract/events';
import type { Message as KafkaMessage, Producer } from 'kafkajs';
import { encodeMessage, type Message } from '../work/message.ts';

/** Names a message; as a turn's id it is good, too. */
export function idOf({ key, sequence }: Pick<Message, 'key' | 'sequence'>): string {
  return `${key}:${sequence}`;
}

type PlacedMessage = Message & { readonly partition: number };

/** Puts messages where a contender looks for them. */
export type Send = (messages: readonly PlacedMessage[]) => Promise<unknown>;

export function sendTo(producer: Producer, topic: string): Send {
  const record = (message: PlacedMessage): KafkaMessage => {
    const { key, partition } = message;
    return { key, value: encodeMessage(message), partition };
  };
  return (messages) => producer.send({ topic, messages: messages.map(record) });
}

export function sendTurns(producer: Producer): Send {
  return (messages) => producer.send({ topic: topics.turns, messages: messages.map(turnRecord) });
}

function turnRecord(message: PlacedMessage): KafkaMessage {
  const turnId = idOf(message);
  const turn = { conversationId: message.key, turnId, text: `${turnId} ${message.text}` };
  const { value, headers } = encodeTurn(turn, message.partition);
  return {
    key: message.key,
    value: value && Buffer.from(value),
    headers: Object.fromEntries(
      Object.keys(headers).map((name) => [name, Buffer.from(headerBytes(headers, name) ?? [])]),
    ),
    partition: message.partition,
  };
}

/** The message that the text of such a turn belongs to. */
export function idIn(turnText: string): string {
  return turnText.slice(0, turnText.indexOf(' '));
}
