import { expect, it } from '@jest/globals';
import { type Reply, replySchema } from '@turnfleet/contract/schemas';
import { type RunningApp, startApp } from './apps.ts';
import { startFront } from './front.ts';
import { describeOnServers } from './servers.ts';
import { watchedFleet } from './watched-fleet.ts';

const patienceMs = 120_000;

describeOnServers('a flow whose workers are killed', ['kafka', 'redis'], (servers) => {
  const run = `flows-${process.pid}-${Date.now().toString(36)}`;
  const scene = watchedFleet(servers, patienceMs, startFront);
  let worker: RunningApp;

  const start = async (): Promise<void> => {
    worker = await startApp('orchestrator', { ...servers().env, ...scene().fleet.env });
  };
  const kill = async (): Promise<void> => {
    worker.process.signal('SIGKILL');
    await worker.process.ended;
  };
  const say = async (conversation: string, text: string, turnId: string): Promise<Reply> => {
    for (;;) {
      const response = await fetch(`${scene().fleet.url}/v1/conversations/${run}-${conversation}/turns`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', prefer: 'wait=50', 'idempotency-key': `${run}-${turnId}` },
        body: JSON.stringify({ text, user: { id: 'U123456' } }),
      });
      const { data } = replySchema.safeParse(await response.json());
      if (data) return data;
    }
  };
  const inStock = async (turnId: string): Promise<number> => {
    const { text } = await say('stock', 'SKU-2024-888 上海有货吗', turnId);
    return Number(/(\d+)\s?件/.exec(text)?.[1]);
  };

  it(
    'at each of its steps goes on where it was, and reserves once',
    async () => {
      await start();
      const before = await inStock('before');
      const steps = [
        ['帮我预留两件 SKU-2024-888', /城市/],
        ['上海', /请确认/],
        ['好的', /已为您预留 2 件/],
      ] as const;
      for (const [killedAt] of steps.entries()) {
        for (const [at, [text, says]] of steps.entries()) {
          const answered = say(`c-${killedAt}`, text, `${killedAt}-${at}`);
          if (at === killedAt) {
            await kill();
            await start();
          }
          expect((await answered).text).toMatch(says);
        }
      }
      expect(await inStock('after')).toBe(before - 2 * steps.length);
      await worker.stop();
    },
    patienceMs,
  );
});
