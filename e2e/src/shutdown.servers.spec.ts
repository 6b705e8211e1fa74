import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it } from '@jest/globals';
import { eventually } from '@turnfleet/testing/eventually';
import { type RunningApp, startApp, startBacking } from './apps.ts';
import type { Child } from './child.ts';
import { closeAtTheEnd } from './cleanup.ts';
import { startFleet } from './fleet.ts';
import { type Flood, floodOf } from './flood.ts';
import { describeOnServers } from './servers.ts';
import { watchedFleet } from './watched-fleet.ts';

const patienceMs = 120_000;
const question = 'SKU-2024-888 上海有货吗?';
/** Long enough that turns are always in flight, short enough to end within DRAIN_SECONDS. */
const slowModel = { SIM_LLM_TTFT_MS: '400' };
const few = { MAX_TURNS_IN_FLIGHT: '30' };

describeOnServers('processes that are asked to stop', ['kafka', 'redis'], (servers) => {
  const run = `stop-${process.pid}-${Date.now().toString(36)}`;
  const scene = watchedFleet(servers, patienceMs, (env) => startBacking({ ...env, ...slowModel }));

  const example = (what: string, body: () => Promise<void>): void => it(what, body, patienceMs);

  function startOrchestrator(env: Readonly<Record<string, string>> = {}): Promise<RunningApp> {
    return startApp('orchestrator', { ...servers().env, ...scene().fleet.env, ...env });
  }

  /** Signals until it ends, as somebody does who lost patience: those that come together count as one. */
  async function endAtOnce(child: Child): Promise<void> {
    const code = await eventually('it ends', 20_000, () => {
      child.signal('SIGTERM');
      return Promise.race([child.ended, Promise.resolve(null)]);
    });
    expect(code).toBe(1);
    expect(child.output()).toContain('second signal');
  }

  /** A flood of which a part is answered, the rest runs or waits. */
  async function floodInFull(name: string): Promise<Flood> {
    const { seen, upstream } = scene();
    const flood = floodOf(seen, `${run}-${name}-`, 40, 3);
    await flood.send(upstream, question);
    await flood.untilAnswered(20);
    return flood;
  }

  /** What another worker of the group makes of the rest. */
  async function expectTheRestOfTheNext(flood: Flood): Promise<void> {
    const next = await startOrchestrator();
    await flood.untilAnswered();
    await next.stop();
    await flood.expectEachOnceInOrder();
  }

  example('SIGTERM: an orchestrator finishes what runs, exits with 0, and the next one answers the rest', async () => {
    const worker = await startOrchestrator(few);
    const flood = await floodInFull('drained');
    await worker.stop();
    expect(worker.process.output()).toMatch(/"finished":[1-9]\d*,.*"committed":true/);
    await scene().seen.caughtUp();
    expect(flood.answered()).toBeLessThan(120);
    await expectTheRestOfTheNext(flood);
  });

  example('SIGTERM twice: an orchestrator exits with 1 at once, and the next one answers the rest', async () => {
    const worker = await startOrchestrator({ ...few, DRAIN_SECONDS: '600' });
    const flood = await floodInFull('impatient');
    await endAtOnce(worker.process);
    await expectTheRestOfTheNext(flood);
  });

  const endings = [
    ['SIGTERM', (app: Pick<RunningApp, 'process' | 'stop'>) => app.stop()],
    ['SIGTERM twice', (app: Pick<RunningApp, 'process' | 'stop'>) => endAtOnce(app.process)],
  ] as const;

  for (const [what, end] of endings)
    example(`${what}: an ingress leaves no turn unanswered that it accepted`, async () => {
      const ingress = await startApp('ingress', servers().env);
      const prefix = `${run}-ingress-${what.replaceAll(' ', '-')}-`;
      const conversations = Array.from({ length: 60 }, (_, i) => `${prefix}${i}.`);
      const posts = conversations.map((id) => isAccepted(ingress.addresses['http'] ?? '', id));
      await Promise.any(posts);
      if (what === 'SIGTERM twice') await neverEndingPost(ingress.addresses['http'] ?? '');
      await end(ingress);
      const answers = await Promise.all(posts);
      const accepted = conversations.filter((_, i) => answers[i]);
      expect(accepted.length).toBeGreaterThan(0);
      const worker = await startOrchestrator();
      const { seen } = scene();
      await seen.until('all of them are answered', () => accepted.every((id) => seen.replies(id).length > 0));
      await worker.stop();
      await seen.caughtUp();
      for (const id of accepted) expect(seen.replies(id)).toHaveLength(1);
    });

  for (const [what, end] of endings)
    example(`${what}: a fleet in one process leaves the rest to the next`, async () => {
      const env = { ...servers().env, ...slowModel, ...few };
      const fleet = await startFleet(env);
      const flood = await floodInFull(`fleet-${what.replaceAll(' ', '-')}`);
      await end(fleet);
      await expectTheRestOfTheNext(flood);
    });
});

/** Begins a request that no drain sees the end of. */
async function neverEndingPost(url: string): Promise<void> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  closeAtTheEnd(() => socket.destroy());
  socket.on('error', () => undefined); // the ingress ends before the request does
  await once(socket, 'connect');
  const head = 'POST /v1/conversations/never/turns HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n';
  socket.write(`${head}expect: 100-continue\r\ncontent-length: 100\r\n\r\n`);
  // Its "continue" says that the ingress has begun with the request; a drain that began before would not wait for it.
  await once(socket, 'data');
}

/** Whether the ingress accepted a turn; false if it refused, or ended before it answered. */
async function isAccepted(url: string, conversation: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/v1/conversations/${conversation}/turns`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': 't-0' },
      body: JSON.stringify({ text: '你好' }),
    });
    return response.status === 202;
  } catch {
    return false;
  }
}
