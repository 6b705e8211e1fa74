import { z } from 'zod';
import { changeSchema } from '../events/change-record.ts';
import { eventHeaders } from '../events/event-headers.ts';
import { handoffChangedSchema } from '../events/handoff-record.ts';
import { shadowSchema } from '../events/shadow-record.ts';
import { timedOutSchema } from '../events/timed-out-record.ts';
import { defaultPartitions, keptFor, type Topic, topics } from '../events/topics.ts';
import { turnUsageSchema } from '../events/usage-record.ts';
import { snapshotSchema } from '../schemas/conversation.ts';
import { replySchema } from '../schemas/reply.ts';
import { turnSchema } from '../schemas/turn.ts';
import { componentSchemas, type JsonSchema, schemaOf } from './json-schema.ts';

interface ChannelText {
  /** What Turnfleet does with the topic. */
  readonly action: 'receive' | 'send';
  readonly title: string;
  readonly description: string;
  readonly key: string;
  /** Null: any bytes. */
  readonly payload: z.ZodType | null;
}

const channelTexts = {
  turns: {
    action: 'receive',
    title: 'Turn submitted',
    description:
      'Messages of shoppers, to be answered. The turn id is the idempotency key within its conversation. Producers use ' +
      'the murmur2 partitioner of the Java client (librdkafka: partitioner=murmur2_random); others are forwarded at a cost.',
    key: 'The conversation id, or no key.',
    payload: turnSchema,
  },
  replies: {
    action: 'send',
    title: 'Reply',
    description:
      'Exactly one terminal event per turn. Should a fault write two, the first in partition order is the reply, for ' +
      'every reader.',
    key: 'The conversation id.',
    payload: replySchema,
  },
  conversations: {
    action: 'send',
    title: 'Conversation updated',
    description:
      'The conversation after each turn. A record without a value, a tombstone, ends one that nobody wrote in for a long ' +
      'time: what ranks no higher than its headers say.',
    key: 'The conversation id.',
    payload: snapshotSchema,
  },
  deadLetters: {
    action: 'send',
    title: 'Dead letter',
    description: 'Records of chat.turns that could not be processed: original key, bytes and headers, and why.',
    key: 'That of the original record, or none.',
    payload: null,
  },
  usage: {
    action: 'send',
    title: 'Usage recorded',
    description: 'Tokens and cost of a turn. Should a fault write one twice, it counts once.',
    key: 'The conversation id.',
    payload: turnUsageSchema,
  },
  shadow: {
    action: 'send',
    title: 'Shadow compared',
    description: 'How another model would have answered a turn. None of it was shown, none of its calls were made.',
    key: 'The conversation id.',
    payload: shadowSchema,
  },
  changes: {
    action: 'send',
    title: 'Shop changed',
    description:
      'A price, the stock or the data of a product changed, by the domain service whose database it is in. At least once; ' +
      'of several changes of one thing within a moment the last is told.',
    key: 'The subject: SKU or coupon code.',
    payload: changeSchema,
  },
  events: {
    action: 'send',
    title: 'Dialogue event',
    description: 'What happens to a dialogue without a turn. Told at least once; source and id name it.',
    key: 'The conversation id.',
    payload: timedOutSchema,
  },
  handoffs: {
    action: 'send',
    title: 'Handoff changed',
    description:
      'A conversation waits for a person, or changed hands. At least once; source and id name it, versions order it.',
    key: 'The conversation id.',
    payload: handoffChangedSchema,
  },
} as const satisfies Record<keyof typeof topics, ChannelText>;

type ChannelName = keyof typeof topics;

/** AsyncAPI 3.0 of all topics (https://www.asyncapi.com/docs/reference/specification/v3.0.0), from the schemas that validate. */
export function asyncApiDocument(options: { readonly version: string; readonly partitions?: number }) {
  const { version, partitions = defaultPartitions } = options;
  const names = Object.keys(topics) as ChannelName[];
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Turnfleet events',
      version,
      description:
        'Turns in, replies out. CloudEvents 1.0 over Kafka in binary mode, structured mode accepted; JSON data. ' +
        'Unknown fields are to be ignored by every reader.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(names.map((name) => [name, channelOf(name, partitions)])),
    operations: Object.fromEntries(names.map((name) => [operationName(name), operationOf(name)])),
    components: {
      messages: Object.fromEntries(names.map((name) => [name, messageOf(name)])),
      schemas: componentSchemas(names.map((name) => payloadOf(name)).filter((schema) => schema !== null)),
    },
  };
}

function payloadOf(name: ChannelName): z.ZodType | null {
  return channelTexts[name].payload;
}

function channelOf(name: ChannelName, partitions: number) {
  const { title, description } = channelTexts[name];
  const topic = topics[name];
  const kafka = { topic, partitions, topicConfiguration: configurationOf(topic), bindingVersion: '0.5.0' };
  return {
    address: topic,
    title,
    description,
    messages: { [name]: { $ref: `#/components/messages/${name}` } },
    bindings: { kafka },
  };
}

const dayMs = 24 * 60 * 60 * 1_000;

function configurationOf(topic: Topic): JsonSchema {
  const kept = keptFor[topic];
  if (kept === 'compacted') return { 'cleanup.policy': ['compact'] };
  return { 'cleanup.policy': ['delete'], 'retention.ms': kept * dayMs };
}

function operationName(name: ChannelName): string {
  return `${channelTexts[name].action}${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

function operationOf(name: ChannelName) {
  const { action, title } = channelTexts[name];
  const channel = `#/channels/${name}`;
  return { action, title, channel: { $ref: channel }, messages: [{ $ref: `${channel}/messages/${name}` }] };
}

function messageOf(name: ChannelName) {
  const { title, key, payload, description } = channelTexts[name];
  const examples = payload ? (z.globalRegistry.get(payload)?.examples as unknown[] | undefined) : undefined;
  return {
    name,
    title,
    summary: description,
    ...(payload && { contentType: 'application/json' }),
    headers: schemaOf(eventHeaders[name]),
    payload: payload ? schemaOf(payload) : { description: 'The bytes of the original record, or none.' },
    bindings: { kafka: { key: { type: 'string', description: key }, bindingVersion: '0.5.0' } },
    ...(examples && { examples: examples.map((example) => ({ payload: example })) }),
  };
}
