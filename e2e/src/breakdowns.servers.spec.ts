import { expect, it } from '@jest/globals';
import { topics } from '@turnfleet/contract/events';
import { type RunningApp, startApp } from './apps.ts';
import { type Flood, floodOf } from './flood.ts';
import { startFront } from './front.ts';
import { guardedKafka } from './guarded-kafka.ts';
import { proxiedKafka } from './proxies.ts';
import { describeOnServers } from './servers.ts';
import { watchedFleet } from './watched-fleet.ts';

const patienceMs = 120_000;
/** In each direction. A consumer that is made anew needs many answers before it fetches; a right is back in one. */
const slowMs = 200;

/** What breaks the consumer is a right that an operator takes away: Kafka refuses it, and kafkajs does not start again. */
describeOnServers('a consumer that breaks down', ['kafka', 'redis'], (shared) => {
  const run = `down-${process.pid}-${Date.now().toString(36)}`;
  const { servers, rightToRead } = guardedKafka(shared);
  const scene = watchedFleet(servers, patienceMs, startFront);

  const example = (what: string, body: () => Promise<void>): void => it(what, body, patienceMs);

  function startOrchestrator(env: Readonly<Record<string, string>> = {}): Promise<RunningApp> {
    return startApp('orchestrator', { ...servers().env, ...scene().fleet.env, ...env });
  }

  /** Breaks it while turns run, and submits others that have to wait then. */
  async function breakUnderLoad(name: string, breakIt: () => Promise<unknown>): Promise<readonly Flood[]> {
    const { seen, upstream } = scene();
    const running = floodOf(seen, `${run}-${name}-runs-`, 20, 3);
    const waiting = floodOf(seen, `${run}-${name}-waits-`, 20, 2);
    await running.send(upstream, '你好');
    await running.untilAnswered(5);
    await breakIt();
    await waiting.send(upstream, '你好');
    expect(waiting.answered()).toBe(0);
    return [running, waiting];
  }

  const timesMadeAnew = (worker: RunningApp): number => worker.process.output().match(/it is made anew/g)?.length ?? 0;

  async function expectEndBecauseOf(code: string, worker: RunningApp): Promise<void> {
    expect(await worker.process.ended).toBe(1);
    expect(timesMadeAnew(worker)).toBe(1);
    expect(worker.process.output()).toMatch(
      new RegExp(`"orchestrator cannot go on: [^"]*\\(${code}\\) Give this client the rights that the message names`),
    );
  }

  async function expectAllAnswered(floods: readonly Flood[]): Promise<void> {
    for (const flood of floods) await flood.untilAnswered();
    for (const flood of floods) await flood.expectEachOnceInOrder();
  }

  example('twice is made anew once: the process ends with 1 and says why, and the next answers the rest', async () => {
    const right = rightToRead('topic', topics.turns);
    const worker = await startOrchestrator();
    const floods = await breakUnderLoad('twice', async () => {
      await right.take();
      await expectEndBecauseOf('TOPIC_AUTHORIZATION_FAILED', worker);
    });
    await right.giveBack();
    const next = await startOrchestrator();
    await expectAllAnswered(floods);
    await next.stop();
  });

  example('and is refused by its coordinator then: the process ends with 1, and so does one that starts', async () => {
    const right = rightToRead('group', servers().env['KAFKA_GROUP_ID'] ?? '');
    const worker = await startOrchestrator();
    const floods = await breakUnderLoad('refused', async () => {
      await right.take();
      await expectEndBecauseOf('GROUP_AUTHORIZATION_FAILED', worker);
      const refused = /^ended with 1 [^]*"orchestrator could not start: .*GROUP_AUTHORIZATION_FAILED/;
      await expect(startOrchestrator()).rejects.toThrow(refused);
    });
    await right.giveBack();
    const next = await startOrchestrator();
    await expectAllAnswered(floods);
    await next.stop();
  });

  example('once is made anew, and answers the rest itself', async () => {
    const right = rightToRead('topic', topics.turns);
    const { proxy, env } = await proxiedKafka(servers().brokers);
    const worker = await startOrchestrator(env);
    const floods = await breakUnderLoad('once', async () => {
      proxy.delay(slowMs);
      await right.take();
      await worker.process.says(/it is made anew/);
    });
    await right.giveBack();
    proxy.delay(0);
    await expectAllAnswered(floods);
    await worker.stop();
    expect(timesMadeAnew(worker)).toBe(1);
  });
});
