import { randomBytes } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { decodeDeadLetter, homePartition, topics } from '@turnfleet/contract/events';
import type { Message } from 'kafkajs';
import { startFleet } from './fleet.ts';
import { turnMessage } from './foreign-producer.ts';
import { describeOnServers } from './servers.ts';
import type { SeenRecord } from './topic-watch.ts';
import { watchedFleet } from './watched-fleet.ts';

const patienceMs = 60_000;

describeOnServers('records that are not turns', ['kafka', 'redis'], (servers) => {
  const conversation = `garbage-${process.pid}-${Date.now().toString(36)}`;
  const partition = homePartition(conversation, 24);
  const scene = watchedFleet(servers, patienceMs, (env) => startFleet(env));

  const turn = (turnId: string, text: string) => JSON.stringify({ conversationId: conversation, turnId, text });
  const garbage: readonly { what: string; message: Message; failed?: string }[] = [
    { what: 'random bytes', message: { value: randomBytes(300) } },
    { what: 'random bytes, close to the largest record', message: { key: conversation, value: randomBytes(900_000) } },
    { what: 'nothing at all', message: { value: Buffer.alloc(0) } },
    { what: 'a tombstone', message: { key: conversation, value: null } },
    { what: 'deep JSON', message: { key: conversation, value: '['.repeat(100_000) } },
    { what: 'JSON that is no turn', message: { key: conversation, value: '{"hello":"world"}' } },
    { what: 'another key', message: { key: 'c-another', value: turn('t-key', '你好') } },
    { what: 'a key that is no text', message: { key: randomBytes(20), value: turn('t-bytes', '你好') } },
    {
      what: 'a text that is too long',
      failed: 't-long',
      message: { key: conversation, value: turn('t-long', '长'.repeat(8_001)) },
    },
    { what: 'a text of white space, and no key', failed: 't-blank', message: { value: turn('t-blank', '  ') } },
    {
      what: 'another ce_id',
      failed: 't-mine',
      message: { ...turnMessage(conversation, 't-other', '你好'), value: turn('t-mine', '你好') },
    },
    {
      what: 'another ce_type',
      failed: 't-type',
      message: withHeader(turnMessage(conversation, 't-type', '你好'), 'ce_type', 'com.example.order'),
    },
  ];

  it(
    'go to the dead letters as they were, say why, and stop nobody',
    async () => {
      const { upstream, seen } = scene();
      const marked = garbage.map(({ message }, i) => ({
        ...withHeader(message, 'x-spec', `${conversation}/${i}`),
        partition,
      }));
      for (const message of marked) await upstream.send([message]);
      await upstream.send([{ ...turnMessage(conversation, 't-good', '你好'), partition }]);

      await seen.until('the good turn behind them is answered', () => replyOf('t-good') !== undefined);
      await seen.until('all of them are dead letters', () => deadLetters().length >= garbage.length);
      await seen.caughtUp();
      for (const [i, { what }] of garbage.entries()) {
        const letters = deadLetters().filter(({ headers }) => headers['x-spec']?.toString() === `${conversation}/${i}`);
        const { key = null, value = null, headers } = marked[i] ?? {};
        expect({ what, letters: letters.map(shape) }).toEqual({
          what,
          letters: [
            {
              key: bytes(key),
              value: bytes(value),
              headers: Object.keys(headers ?? {}).sort(),
              kind: 'invalid_request',
            },
          ],
        });
        expect(decodeDeadLetter(letters[0] ?? { headers: {} })?.origin).toMatchObject({
          topic: topics.turns,
          partition,
        });
      }
    },
    patienceMs,
  );

  it(
    'do not stop their partition when they are small only as long as they are compressed',
    async () => {
      const { upstream, seen } = scene();
      const key = `${conversation}-large`;
      const text = '你好';
      const turn = { conversationId: key, turnId: 't-large', text, metadata: { filler: 'x'.repeat(3_000_000) } };
      const home = homePartition(key, 24);
      const letters = () =>
        seen.records.filter((one) => one.topic === topics.deadLetters && one.key?.toString() === key);
      await upstream.send([{ key, value: 'x'.repeat(3_000_000), partition: home }], 'GZIP');
      await upstream.send([{ key, value: JSON.stringify(turn), partition: (home + 1) % 24 }], 'GZIP');
      await upstream.send([{ ...turnMessage(key, 't-behind', text), partition: home }]);
      const replies = () => seen.replies(key).map(({ reply }) => `${reply.turnId} ${reply.status}`);
      await seen.until('the turns are answered', () => replies().length >= 2);
      await seen.until('both are dead letters', () => letters().length >= 2);
      expect(replies().sort()).toEqual(['t-behind completed', 't-large completed']);
      for (const letter of letters()) expect(decodeDeadLetter(letter)).toMatchObject({ abridged: true });
    },
    patienceMs,
  );

  it('are answered as failed where it is certain whose turn they were, and otherwise not', () => {
    const { seen } = scene();
    const replies = seen
      .replies(conversation)
      .filter(({ record }) => record.key?.toString() === conversation)
      .map(({ reply }) => [reply.turnId, reply.status, reply.error?.kind]);
    const failed = garbage.flatMap((one) => (one.failed ? [[one.failed, 'failed', 'invalid_request']] : []));
    expect(replies.sort()).toEqual([...failed, ['t-good', 'completed', undefined]].sort());
  });

  const replyOf = (turnId: string) =>
    scene()
      .seen.replies(conversation)
      .find(({ reply }) => reply.turnId === turnId);
  const deadLetters = (): SeenRecord[] =>
    scene().seen.records.filter(
      ({ topic, headers }) => topic === topics.deadLetters && headers['x-spec']?.toString().startsWith(conversation),
    );
});

function withHeader(message: Message, name: string, value: string): Message {
  return { ...message, headers: { ...message.headers, [name]: value } };
}

const bytes = (content: Buffer | string | null): string | null =>
  content === null ? null : Buffer.from(content).toString('base64');

function shape({ key, value, headers }: SeenRecord) {
  const names = Object.keys(headers).filter((name) => !/^x-(error-kind|error-message|attempts|origin)$/.test(name));
  return { key: bytes(key), value: bytes(value), headers: names.sort(), kind: headers['x-error-kind']?.toString() };
}
