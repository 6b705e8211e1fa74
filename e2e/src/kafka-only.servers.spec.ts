import { expect, it } from '@jest/globals';
import { ask } from './client.ts';
import { startFleet } from './fleet.ts';
import { foreignProducer, turnMessage } from './foreign-producer.ts';
import { describeOnServers, startingMs } from './servers.ts';

describeOnServers('the whole fleet in one process with Kafka and nothing else', ['kafka'], (servers) => {
  it(
    'knows after a restart what was said before it, and answers what came meanwhile',
    async () => {
      const { brokers, env } = servers();
      const conversation = `restart-${process.pid}-${Date.now().toString(36)}`;
      const first = await startFleet(env);
      const before = await ask(first.url, conversation, 'SKU-2024-888 上海有货吗?', 't-1');
      expect(before).toMatchObject({ status: 'completed', version: 1 });
      await first.stop();

      const upstream = await foreignProducer(brokers);
      await upstream.send([turnMessage(conversation, 't-2', '你好')]);

      const second = await startFleet(env);
      const followUp = await ask(second.url, conversation, '那广州呢?', 't-3');
      expect(followUp).toMatchObject({
        version: 3,
        toolCalls: [{ name: 'check_inventory', arguments: { sku: 'SKU-2024-888', city: '广州' }, outcome: 'ok' }],
      });
      expect(await ask(second.url, conversation, 'SKU-2024-888 上海有货吗?', 't-1')).toEqual(before);
      const view: unknown = await (await fetch(`${second.url}/v1/conversations/${conversation}`)).json();
      expect(view).toMatchObject({ version: 3, turns: [{ turnId: 't-1' }, { turnId: 't-2' }, { turnId: 't-3' }] });
      await second.stop();
    },
    startingMs,
  );
});
