import { expect, it } from '@jest/globals';
import { eventually } from '@turnfleet/testing/eventually';
import { type RunningApp, startApp } from './apps.ts';
import { untilEvent } from './client.ts';
import { floodOf } from './flood.ts';
import { startFront } from './front.ts';
import { describeOnServers } from './servers.ts';
import { watchedFleet } from './watched-fleet.ts';

const patienceMs = 90_000;

describeOnServers('orchestrators come and go', ['kafka', 'redis'], (servers) => {
  const run = `own-${process.pid}-${Date.now().toString(36)}`;
  const scene = watchedFleet(servers, patienceMs, startFront);

  function startOrchestrator(env: Readonly<Record<string, string>> = {}): Promise<RunningApp> {
    return startApp('orchestrator', { ...servers().env, ...scene().fleet.env, ...env });
  }

  /** How long the model thinks before its first word. */
  async function modelThinks(ttftMs: number): Promise<void> {
    const behaviour = { method: 'PUT', headers: { 'content-type': 'application/json' } };
    const body = JSON.stringify({ latency: { ttftMs } });
    const response = await fetch(`${scene().fleet.addresses['sim-llm.http']}/_sim/behaviour`, { ...behaviour, body });
    expect(response.status).toBe(200);
  }

  /** Posts a turn and returns once a worker has begun to answer it. */
  async function beginTurn(conversation: string, turnId: string): Promise<void> {
    const { url } = scene().fleet;
    await fetch(`${url}/v1/conversations/${conversation}/turns`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': turnId },
      body: JSON.stringify({ text: '你好' }),
    });
    await untilEvent(url, conversation, turnId, 'turn.started');
  }

  const answered = (conversation: string): boolean => scene().seen.replies(conversation).length > 0;

  it(
    'a turn that runs when its worker is asked to stop is answered before it stops',
    async () => {
      const { seen } = scene();
      const conversation = `${run}-finishes`;
      const worker = await startOrchestrator();
      await modelThinks(2_000);
      await beginTurn(conversation, 't-1');
      await worker.stop();
      await seen.until('it is answered', () => answered(conversation));
      expect(seen.replies(conversation)).toMatchObject([{ reply: { status: 'completed', version: 1 } }]);
    },
    patienceMs,
  );

  it(
    'a turn that does not end within DRAIN_SECONDS is answered by the next owner, once',
    async () => {
      const { seen } = scene();
      const conversation = `${run}-hands-over`;
      await modelThinks(60_000);
      const worker = await startOrchestrator({ DRAIN_SECONDS: '1', TURN_DEADLINE_SECONDS: '120' });
      await beginTurn(conversation, 't-1');
      await worker.stop();
      await seen.caughtUp();
      expect(answered(conversation)).toBe(false);

      await modelThinks(0);
      const next = await startOrchestrator({ TURN_DEADLINE_SECONDS: '120' });
      await seen.until('the next owner has answered', () => answered(conversation));
      await next.stop();
      await seen.caughtUp();
      expect(seen.replies(conversation)).toMatchObject([{ reply: { turnId: 't-1', status: 'completed', version: 1 } }]);
    },
    patienceMs,
  );

  it(
    'a second signal ends a worker at once; its turn is answered by the next owner',
    async () => {
      const { seen } = scene();
      const conversation = `${run}-impatient`;
      await modelThinks(60_000);
      const worker = await startOrchestrator({ DRAIN_SECONDS: '600', TURN_DEADLINE_SECONDS: '600' });
      await beginTurn(conversation, 't-1');
      // Signals that come together count as one: it may take more than two.
      const ended = eventually('it ends', 20_000, () => {
        worker.process.signal('SIGTERM');
        return Promise.race([worker.process.ended, Promise.resolve(null)]);
      });
      expect(await ended).toBe(1);
      expect(worker.process.output()).toContain('second signal');

      await modelThinks(0);
      const next = await startOrchestrator({ TURN_DEADLINE_SECONDS: '600' });
      await seen.until('the next owner has answered', () => answered(conversation));
      await next.stop();
      await seen.caughtUp();
      expect(seen.replies(conversation)).toMatchObject([{ reply: { status: 'completed', version: 1 } }]);
    },
    patienceMs,
  );

  it(
    'one of two is killed in the middle of a flood: each turn is answered once, in order',
    async () => {
      const { seen, upstream } = scene();
      await modelThinks(5);
      const [survivor, victim] = await Promise.all([startOrchestrator(), startOrchestrator()]);
      const flood = floodOf(seen, `${run}-flood-`, 20, 15);
      await flood.send(upstream, 'SKU-2024-888 上海有货吗?');
      await flood.untilAnswered(40);
      victim.process.signal('SIGKILL');
      await flood.untilAnswered();
      await survivor.stop();
      await flood.expectEachOnceInOrder();
    },
    patienceMs,
  );
});
