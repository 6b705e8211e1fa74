import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect, it } from '@jest/globals';
import { homePartition, topics } from '@turnfleet/contract/events';
import type { Models } from '@turnfleet/contract/http';
import { eventually } from '@turnfleet/testing/eventually';
import { startSeparately } from './apps.ts';
import { ask, stockOf } from './client.ts';
import { turnMessage } from './foreign-producer.ts';
import { describeOnServers } from './servers.ts';
import { watchedFleet } from './watched-fleet.ts';

const patienceMs = 90_000;
const kcat = (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, 'kcat')));
const questions = ['SKU-2024-888 上海有货吗?', '那广州呢?', 'How much is SKU-2024-888?', '你好'];

describeOnServers('every app as its own process', ['kafka', 'redis', 'postgres'], (servers) => {
  const run = `sep-${process.pid}-${Date.now().toString(36)}`;
  const scene = watchedFleet(servers, patienceMs, startSeparately);

  /** The one reply of the one turn of this conversation, and that no other comes with it. */
  async function onlyReply(conversation: string) {
    const { seen } = scene();
    await seen.until(`${conversation} is answered`, () => seen.replies(conversation).length > 0);
    await seen.caughtUp();
    const replies = seen.replies(conversation);
    expect(replies).toHaveLength(1);
    expect(replies[0]?.record.partition).toBe(homePartition(conversation, 24));
    return replies[0]?.reply;
  }

  it(
    'answers over HTTP with the stock figure of the inventory service',
    async () => {
      const { fleet } = scene();
      const total = await stockOf(fleet.apps.inventory.addresses['grpc'] ?? '', 'SKU-2024-888', '上海');
      const reply = await ask(fleet.url, `${run}-http`, 'SKU-2024-888 上海有货吗?');
      expect(reply).toMatchObject({ status: 'completed', version: 1 });
      expect(reply.text).toContain(String(total));
    },
    patienceMs,
  );

  it(
    'lets an operator choose a model over the ingress, and the orchestrators hear of it',
    async () => {
      const { url } = scene().fleet;
      const choice = `${url}/v1/operate/models/choices/everyday`;
      const modelOf = async (): Promise<string> =>
        (await ask(url, `${run}-model-${Date.now()}`, 'SKU-2024-888 上海有货吗?')).model;
      const answering = (model: string) =>
        eventually(`${model} answers`, 15_000, async () => ((await modelOf()) === model ? true : null));
      const told = (await (await fetch(`${url}/v1/operate/models`)).json()) as Models;
      expect(told.workers).toBeGreaterThan(0);
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify({ model: 'claude-sonnet-4.5' });
      expect((await fetch(choice, { method: 'PUT', headers, body })).status).toBe(200);
      await answering('claude-sonnet-4.5');
      await fetch(choice, { method: 'DELETE' });
      await answering('deepseek-v3.2');
    },
    patienceMs,
  );

  it(
    'answers 200 turns over 20 conversations of a Kafka producer that is not ours, each once and in order',
    async () => {
      const { upstream, seen } = scene();
      const conversations = Array.from({ length: 20 }, (_, i) => `${run}-many-${i}.`);
      const turnIds = Array.from({ length: 10 }, (_, i) => `t-${i}`);
      for (const [i, turnId] of turnIds.entries()) {
        await upstream.send(conversations.map((id) => turnMessage(id, turnId, questions[i % 4] ?? '')));
      }

      const prefix = `${run}-many-`;
      await seen.until('200 turns are answered', () => {
        const answered = new Set(seen.replies(prefix).map(({ reply }) => `${reply.conversationId}/${reply.turnId}`));
        return answered.size === 200;
      });
      await seen.until('their usage is recorded', () => usageOf(prefix) >= 200);

      await seen.caughtUp();
      for (const id of conversations) {
        const replies = seen.replies(id);
        expect(replies.map(({ reply }) => reply.turnId)).toEqual(turnIds);
        expect(replies.map(({ reply }) => reply.version)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
        expect(replies.map(({ reply }) => reply.status)).toEqual(turnIds.map(() => 'completed'));
        expect(new Set(replies.map(({ record }) => record.partition))).toEqual(new Set([homePartition(id, 24)]));
        expect(seen.snapshots(id).map(({ conversation }) => conversation.version)).toEqual([
          1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
        ]);
      }
    },
    patienceMs,
  );

  it(
    'forwards a record that another partitioner put elsewhere, and answers it once',
    async () => {
      const { upstream } = scene();
      const conversation = `${run}-misplaced`;
      const elsewhere = (homePartition(conversation, 24) + 7) % 24;
      await upstream.send([{ ...turnMessage(conversation, 't-1', '你好'), key: null, partition: elsewhere }]);
      expect(await onlyReply(conversation)).toMatchObject({ turnId: 't-1', status: 'completed' });
    },
    patienceMs,
  );

  it(
    'accepts what a console producer sends: the turn alone, without headers',
    async () => {
      const { upstream } = scene();
      const conversation = `${run}-console`;
      await upstream.send([{ value: JSON.stringify({ conversationId: conversation, turnId: 't-1', text: '你好' }) }]);
      expect(await onlyReply(conversation)).toMatchObject({ turnId: 't-1', status: 'completed' });
    },
    patienceMs,
  );

  it(
    'accepts the structured mode of CloudEvents',
    async () => {
      const { upstream } = scene();
      const conversation = `${run}-structured`;
      const event = {
        specversion: '1.0',
        id: 't-1',
        type: 'com.turnfleet.turn.submitted.v1',
        source: '/upstream',
        datacontenttype: 'application/json',
        data: { conversationId: conversation, turnId: 't-1', text: '你好' },
      };
      const headers = { 'content-type': 'application/cloudevents+json; charset=UTF-8' };
      await upstream.send([{ key: conversation, value: JSON.stringify(event), headers }]);
      expect(await onlyReply(conversation)).toMatchObject({ turnId: 't-1', status: 'completed' });
    },
    patienceMs,
  );

  it.each(['GZIP', 'Snappy', 'LZ4', 'ZSTD'] as const)(
    'reads batches compressed with %s',
    async (codec) => {
      const { upstream, seen } = scene();
      const conversation = `${run}-${codec}`;
      const turns = [1, 2, 3, 4].map((n) => turnMessage(conversation, `t-${n}`, `${n}. ${'你好!'.repeat(50)}`));
      await upstream.send(turns, codec);
      await seen.until(`four turns in ${codec} are answered`, () => seen.replies(conversation).length >= 4);
      expect(seen.replies(conversation).map(({ reply }) => reply.turnId)).toEqual(['t-1', 't-2', 't-3', 't-4']);
    },
    patienceMs,
  );

  (kcat ? it : it.skip)(
    `answers turns of kcat, in order${kcat ? '' : ' (skipped: there is no kcat on this machine)'}`,
    async () => {
      const { seen } = scene();
      const conversation = `${run}-kcat`;
      const lines = [1, 2, 3].map((n) => {
        return `${conversation}|${JSON.stringify({ conversationId: conversation, turnId: `t-${n}`, text: '你好' })}\n`;
      });
      await sendWithKcat(
        servers().brokers,
        ['-K', '|', '-X', 'partitioner=murmur2_random', '-z', 'zstd'],
        lines.join(''),
      );
      await seen.until('what kcat sent is answered', () => seen.replies(conversation).length >= 3);
      expect(seen.replies(conversation).map(({ reply }) => reply.turnId)).toEqual(['t-1', 't-2', 't-3']);
      expect(seen.replies(conversation).map(({ reply }) => reply.version)).toEqual([1, 2, 3]);
    },
    patienceMs,
  );

  function usageOf(prefix: string): number {
    const { seen } = scene();
    return seen.records.filter(({ topic, key }) => topic === topics.usage && key?.toString().startsWith(prefix)).length;
  }
});

function sendWithKcat(brokers: string, options: readonly string[], input: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = execFile('kcat', ['-P', '-b', brokers, '-t', 'chat.turns', ...options], (error) => {
      if (error) reject(new Error('kcat failed', { cause: error }));
      else resolve();
    });
    child.stdin?.end(input);
  });
}
