import kafkajs, { type Message } from 'kafkajs';
import { closeAtTheEnd } from './cleanup.ts';

const { Kafka, Partitioners, CompressionTypes, logLevel } = kafkajs;

type Compression = keyof typeof CompressionTypes;

/** A producer that knows nothing of us but the topic: kafkajs with its own partitioner, the one of Java clients. */
export interface ForeignProducer {
  /** To `chat.turns`, or a topic of its own. */
  send(messages: readonly Message[], compression?: Compression, topic?: string): Promise<void>;
}

export async function foreignProducer(brokers: string): Promise<ForeignProducer> {
  const kafka = new Kafka({ clientId: 'e2e-upstream', brokers: brokers.split(','), logLevel: logLevel.NOTHING });
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  closeAtTheEnd(() => producer.disconnect());
  await producer.connect();
  return {
    send: async (messages, compression = 'None', topic = 'chat.turns') => {
      await producer.send({
        topic,
        acks: -1,
        compression: CompressionTypes[compression],
        messages: [...messages],
      });
    },
  };
}

/** A turn in the binary mode of CloudEvents, as its documentation tells an upstream to write it. */
export function turnMessage(conversationId: string, turnId: string, text: string): Message {
  return {
    key: conversationId,
    value: JSON.stringify({ conversationId, turnId, text }),
    headers: {
      ce_specversion: '1.0',
      ce_id: turnId,
      ce_type: 'com.turnfleet.turn.submitted.v1',
      ce_source: '/upstream',
      'content-type': 'application/json',
    },
  };
}
