import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { decodeDeadLetter, encodeDeadLetter, homePartition, originalOf, topics } from '@turnfleet/contract/events';
import { silentLogger, systemClock, TurnfleetError } from '@turnfleet/core';
import { type KafkaLog, openKafkaLog } from '@turnfleet/kafka';
import { type Backing, type RunningApp, startApp, startBacking } from './apps.ts';
import { runChild } from './child.ts';
import { closeAtTheEnd } from './cleanup.ts';
import { untilEvent } from './client.ts';
import { fleetMain } from './fleet.ts';
import { foreignProducer, turnMessage } from './foreign-producer.ts';
import { describeOnServers, startingMs } from './servers.ts';
import { type SeenRecord, type TopicWatch, watchTopics } from './topic-watch.ts';

const patienceMs = 90_000;

describeOnServers('dead letters', ['kafka', 'redis'], (servers) => {
  const conversation = `dead-${process.pid}-${Date.now().toString(36)}`;
  const partition = homePartition(conversation, 24);
  const blob = randomBytes(40);
  let backing: Backing;
  let ingress: RunningApp;
  let worker: RunningApp;
  let seen: TopicWatch;
  let log: KafkaLog;

  const cli = (...args: string[]) =>
    runChild(fleetMain, ['dlq', ...args], { KAFKA_BROKERS: servers().brokers, LOG_LEVEL: 'error' });
  const startWorker = () => startApp('orchestrator', { ...servers().env, ...backing.env, MAX_TURN_ATTEMPTS: '1' });
  const letters = (kind: string): SeenRecord[] =>
    seen.records.filter(
      (record) =>
        record.topic === topics.deadLetters &&
        record.key?.toString() === conversation &&
        decodeDeadLetter(record)?.kind === kind,
    );
  const idOf = (letter: SeenRecord | undefined): string => `${letter?.partition}/${letter?.offset}`;
  const replies = () => seen.replies(conversation).map(({ reply }) => `${reply.turnId} ${reply.status}`);

  async function modelThinks(ttftMs: number): Promise<void> {
    await fetch(`${backing.apps['sim-llm'].addresses['http']}/_sim/behaviour`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ latency: { ttftMs } }),
    });
  }

  beforeAll(async () => {
    const { brokers, env } = servers();
    const options = { brokers: brokers.split(','), clientId: 'e2e-dlq', clock: systemClock, logger: silentLogger };
    [backing, ingress, seen, log] = await Promise.all([
      startBacking(env),
      startApp('ingress', env),
      watchTopics(brokers, patienceMs),
      openKafkaLog(options),
    ]);
    closeAtTheEnd(() => log.close());
  }, startingMs);
  afterAll(async () => {
    await worker?.stop();
    await Promise.all([ingress, ...Object.values(backing?.apps ?? {})].map((app) => app?.stop()));
  }, startingMs);

  it(
    'keep a turn whose work ended its worker, and garbage, byte for byte',
    async () => {
      const upstream = await foreignProducer(servers().brokers);
      const poison = turnMessage(conversation, 't-1', '你好');
      const garbage = { key: conversation, value: randomBytes(100), headers: { 'x-attempts': blob } };
      await modelThinks(60_000);
      const victim = await startWorker();
      await upstream.send([{ ...poison, partition, headers: { ...poison.headers, 'x-blob': blob } }]);
      await upstream.send([{ ...garbage, partition }]);
      await untilEvent(ingress.addresses['http'] ?? '', conversation, 't-1', 'turn.started');
      victim.process.signal('SIGKILL');
      await modelThinks(0);
      worker = await startWorker();
      await seen.until('the turn is given up', () => replies().includes('t-1 failed'));
      await seen.caughtUp();

      const [turn] = letters('poison');
      const [rubbish] = letters('invalid_request');
      const text = Object.entries(poison.headers ?? {}).map(
        ([name, value]) => [name, Buffer.from(String(value))] as const,
      );
      expect(turn && originalOf(turn)).toEqual({
        key: Buffer.from(conversation),
        value: Buffer.from(String(poison.value)),
        headers: { ...Object.fromEntries(text), 'x-blob': blob },
      });
      expect(rubbish && originalOf(rubbish)).toEqual({ ...garbage, key: Buffer.from(conversation) });
    },
    patienceMs,
  );

  it(
    'are listed and shown',
    async () => {
      const { code, output } = await cli('list', '--conversation', conversation, '--kind', 'poison', '--json');
      expect({ code, listed: JSON.parse(output) as unknown }).toMatchObject({
        code: 0,
        listed: { id: idOf(letters('poison')[0]), conversationId: conversation, turnId: 't-1', attempts: 1 },
      });
      const shown = await cli('show', idOf(letters('poison')[0]));
      const header = `x-blob: (hexadecimal) ${blob.toString('hex')}`;
      expect(shown).toMatchObject({ code: 0, output: expect.stringContaining(header) });
    },
    patienceMs,
  );

  it(
    'are answered as new turns when they are replayed, in their order, and only once',
    async () => {
      const value = Buffer.from(JSON.stringify({ conversationId: conversation, turnId: 't-2', text: '你好' }));
      const second = { topic: topics.turns, partition, key: Buffer.from(conversation), value, headers: {} };
      const gaveUp = new TurnfleetError('poison', 'Given up.');
      await log.append(encodeDeadLetter({ ...second, offset: 0n }, gaveUp, 1, partition));
      await seen.until('there is a second poison', () => letters('poison').length === 2);
      const ids = [letters('invalid_request')[0], ...letters('poison')].map(idOf);

      const first = await cli('replay', ...ids.toReversed(), '99/0');
      expect(first).toMatchObject({ code: 1, output: expect.stringContaining('2 replayed, 2 refused.') });
      await seen.until('both are answered', () => replies().includes('t-2~r1 completed'));
      const again = await cli('replay', '--conversation', conversation, '--yes');
      expect(again).toMatchObject({ code: 0, output: expect.stringContaining('2 replayed, ') });
      await log.append(second);
      await seen.until('what came behind the repeats is answered', () => replies().includes('t-2 completed'));
      await seen.caughtUp();
      expect(replies()).toEqual(['t-1 failed', 't-1~r1 completed', 't-2~r1 completed', 't-2 completed']);
    },
    patienceMs,
  );

  it(
    'cannot be read where no broker answers, and that is said',
    async () => {
      const { code, output } = await runChild(fleetMain, ['dlq', 'list'], { KAFKA_BROKERS: '127.0.0.1:1' });
      expect({ code, output }).toMatchObject({ code: 1, output: expect.stringContaining('KAFKA_BROKERS') });
    },
    patienceMs,
  );
});
