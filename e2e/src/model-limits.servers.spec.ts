import { expect, it } from '@jest/globals';
import { type RunningApp, startApp } from './apps.ts';
import { catalogueFile, oneModelAt } from './catalogue-file.ts';
import { ask } from './client.ts';
import { startFront } from './front.ts';
import { describeOnServers } from './servers.ts';
import { startVendor } from './vendor.ts';
import { watchedFleet } from './watched-fleet.ts';

const patienceMs = 120_000;
const key = 'sk-e2e';

describeOnServers('orchestrators that share the limits of an endpoint', ['kafka', 'redis'], (servers) => {
  const run = `limits-${process.pid}-${Date.now().toString(36)}`;
  const scene = watchedFleet(servers, patienceMs, startFront);

  it(
    'send it no more together than one of them might, under 100 turns at once',
    async () => {
      const { fleet } = scene();
      const simulator = fleet.addresses['sim-llm.http'] ?? '';
      const [limited, other] = [await startVendor(simulator, key), await startVendor(simulator, key)];
      const entries = [{ baseUrl: limited.baseUrl, more: 'requestsPerMinute: 10' }, { baseUrl: other.baseUrl }];
      const orchestrator = (): Promise<RunningApp> =>
        startApp('orchestrator', {
          ...servers().env,
          ...fleet.env,
          MODELS_FILE: catalogueFile(oneModelAt(entries, 'strategy: cheapest', `${run}-e`)),
          VENDOR_KEY: key,
        });
      const workers = await Promise.all([orchestrator(), orchestrator(), orchestrator()]);
      let asked = 0;
      const turns = async (count: number) => {
        const all = Array.from({ length: count }, () =>
          ask(fleet.url, `${run}-${++asked}`, 'SKU-2024-888 上海有货吗?'),
        );
        return new Set((await Promise.all(all)).map(({ status }) => status));
      };
      expect(await turns(100)).toEqual(new Set(['completed']));
      expect([limited.calls.length, other.calls.length]).toEqual([10, 190]);
      await Promise.all(workers.map((worker) => worker.stop()));
    },
    patienceMs,
  );
});
