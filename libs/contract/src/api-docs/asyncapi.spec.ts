import { describe, expect, it } from '@jest/globals';
import { topics } from '../events/topics.ts';
import { replySchema } from '../schemas/reply.ts';
import { turnSchema } from '../schemas/turn.ts';
import { asyncApiDocument } from './asyncapi.ts';

type Json = Record<string, unknown>;

const document = asyncApiDocument({ version: '1.2.3', partitions: 12 });

/** Every object in the document with its path. */
function* objectsIn(value: unknown, path = '#'): Generator<[path: string, value: Json]> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield [path, value as Json];
  for (const [name, child] of Object.entries(value)) yield* objectsIn(child, `${path}/${name}`);
}

function resolved(reference: string): unknown {
  return reference
    .slice('#/'.length)
    .split('/')
    .reduce<unknown>((at, name) => (at as Json | undefined)?.[name], document);
}

describe('the AsyncAPI document', () => {
  it('is version 3 and plain JSON', () => {
    expect(document).toMatchObject({ asyncapi: '3.0.0', info: { title: 'Turnfleet events', version: '1.2.3' } });
    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
  });

  it('has a channel for every topic, with its settings', () => {
    const channels = Object.values(document.channels);
    expect(channels.map(({ address }) => address)).toEqual(Object.values(topics));
    expect(document.channels['turns']?.bindings.kafka).toEqual({
      topic: 'chat.turns',
      partitions: 12,
      topicConfiguration: { 'cleanup.policy': ['delete'], 'retention.ms': 604_800_000 },
      bindingVersion: '0.5.0',
    });
    expect(document.channels['conversations']?.bindings.kafka.topicConfiguration).toEqual({
      'cleanup.policy': ['compact'],
    });
  });

  it('receives turns and sends the rest', () => {
    const operations = Object.values(document.operations).map(({ action, channel }) => `${action} ${channel.$ref}`);
    expect(operations).toEqual([
      'receive #/channels/turns',
      'send #/channels/replies',
      'send #/channels/conversations',
      'send #/channels/deadLetters',
      'send #/channels/usage',
      'send #/channels/shadow',
      'send #/channels/changes',
      'send #/channels/events',
      'send #/channels/handoffs',
    ]);
  });

  it('says key, headers and payload of every message', () => {
    for (const message of Object.values(document.components.messages)) {
      expect(message).toMatchObject({
        title: expect.any(String),
        headers: { type: 'object', properties: expect.any(Object) },
        payload: expect.any(Object),
        bindings: { kafka: { key: { type: 'string' } } },
      });
    }
  });

  it('refers only to what it holds', () => {
    const references = [...objectsIn(document)].flatMap(([, { $ref }]) => (typeof $ref === 'string' ? [$ref] : []));
    expect(references.filter((reference) => resolved(reference) === undefined)).toEqual([]);
    expect(references).toContain('#/components/schemas/Turn');
  });

  it('leaves no field of what upstream reads and writes undocumented', () => {
    const fields = [...objectsIn(document.components.schemas)].filter(([path]) =>
      /^#\/(Turn|User|Reply|ToolCall|ReplyError|Usage|Timings|TurnUsage|Shadow|ShadowStep|Change)\/properties\/[^/]+$/.test(
        path,
      ),
    );
    const silent = fields.filter(([, field]) => field['description'] === undefined && field['$ref'] === undefined);
    expect(silent.map(([path]) => path)).toEqual([]);
    expect(fields.length).toBeGreaterThan(40);
  });

  it('leaves unknown fields open', () => {
    expect([...objectsIn(document)].filter(([, value]) => value['additionalProperties'] === false)).toEqual([]);
  });

  it('gives examples that are valid', () => {
    const example = (message: string): unknown => document.components.messages[message]?.examples?.[0]?.payload;
    expect(turnSchema.safeParse(example('turns')).error).toBeUndefined();
    expect(replySchema.safeParse(example('replies')).error).toBeUndefined();
  });
});
