import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { FleetStatus, RouteChoices, WorkerReport } from '@turnfleet/fleet-status';

interface FleetStatusHarness {
  readonly status: FleetStatus & RouteChoices;
  /** Another process's way to the same. */
  readonly other: FleetStatus & RouteChoices;
  /** Lets that much time pass by the store's clock. */
  readonly pass: (ms: number) => Promise<void>;
  readonly clear: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

const reportOf = (worker: string, inFlight = 0): WorkerReport => ({
  worker,
  inFlight,
  capacity: 100,
  waiting: 3,
  queueAgeMs: 12,
  deployments: [
    {
      model: 'm',
      endpoint: 'e',
      breaker: 'closed',
      inFlight: 1,
      successes: 0.5,
      failures: 0,
      firstTokenMs: 12.5,
      firstTokenP95Ms: null,
    },
  ],
  timeZone: 'Asia/Shanghai',
  catalogue: 'c1',
  problems: ['line 3: latency'],
  unusable: { e: 'KEY is not set' },
});

/** What every `FleetStatus` with its `RouteChoices` must do. */
export function fleetStatusContract(name: string, makeHarness: () => Promise<FleetStatusHarness>): void {
  describe(`${name} as a FleetStatus`, () => {
    let made: FleetStatusHarness;
    beforeAll(async () => {
      made = await makeHarness();
    });
    beforeEach(() => made.clear());
    afterAll(() => made.stop());

    it('shows every process what each worker said last, exactly', async () => {
      const { status, other } = made;
      await status.publish(reportOf('a'), 60_000);
      await other.publish(reportOf('b', 7), 60_000);
      await status.publish(reportOf('a', 5), 60_000);
      const seen = [...(await other.reports())].sort((x, y) => x.worker.localeCompare(y.worker));
      expect(seen).toEqual([reportOf('a', 5), reportOf('b', 7)]);
    });

    it('forgets a worker that fell silent, not its neighbours', async () => {
      const { status, pass } = made;
      await status.publish(reportOf('a'), 200);
      await status.publish(reportOf('b'), 60_000);
      await pass(250);
      expect((await status.reports()).map(({ worker }) => worker)).toEqual(['b']);
    });

    it('forgets a worker at once that takes its report back', async () => {
      const { status, other } = made;
      await status.publish(reportOf('a'), 60_000);
      await status.withdraw('a');
      expect(await other.reports()).toEqual([]);
    });

    it('shows every process the catalogues that workers go by, until nobody does', async () => {
      const { status, other, pass } = made;
      await status.publishCatalogue('c1', 'models: {}\n# 模型', 60_000);
      await other.publishCatalogue('c2', 'gone', 200);
      await pass(250);
      expect(await other.catalogues()).toEqual(new Map([['c1', 'models: {}\n# 模型']]));
    });

    it('shows every process the choices, until they are taken back', async () => {
      const { status, other } = made;
      await status.choose('everyday', 'gpt-4.1');
      await status.choose('*', 'deepseek-v3.2');
      expect(await other.choices()).toEqual(
        new Map([
          ['everyday', 'gpt-4.1'],
          ['*', 'deepseek-v3.2'],
        ]),
      );
      await other.choose('everyday', null);
      await other.choose('never', null);
      expect(await status.choices()).toEqual(new Map([['*', 'deepseek-v3.2']]));
    });
  });
}
