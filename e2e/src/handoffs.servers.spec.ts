import { expect, it } from '@jest/globals';
import { encodeAgentCommand } from '@turnfleet/contract/events';
import type { AgentCommand } from '@turnfleet/contract/schemas';
import { startApp } from './apps.ts';
import { turnMessage } from './foreign-producer.ts';
import { startFront } from './front.ts';
import { describeOnServers } from './servers.ts';
import { watchedFleet } from './watched-fleet.ts';

const patienceMs = 120_000;

describeOnServers('a person takes over', ['kafka', 'redis'], (servers) => {
  const conversation = `handoff-${process.pid}-${Date.now().toString(36)}`;
  const scene = watchedFleet(servers, patienceMs, startFront);
  const startOrchestrator = () =>
    startApp('orchestrator', { ...servers().env, ...scene().fleet.env, DESK_HOURS: 'always' });
  const about = { conversationId: conversation, tenant: 'default', agent: 'a-1', agentName: '小王', handoff: 't-1' };

  /** As a desk writes it, though with the partitioner of any producer. */
  const commandMessage = (command: AgentCommand) => {
    const { value, headers } = encodeAgentCommand(command, 0);
    const texts = Object.entries(headers).map(([name, bytes]) => [name, Buffer.from(bytes as Uint8Array)] as const);
    return { key: conversation, value: Buffer.from(value ?? ''), headers: Object.fromEntries<Buffer>(texts) };
  };

  it(
    'whose worker is killed between a claim and what the agent says, while the shopper writes',
    async () => {
      const { seen, upstream } = scene();
      const told = () => seen.replies(conversation).map(({ reply }) => reply);
      const until = (turnId: string) =>
        seen.until(`${turnId} has ended`, () => told().some((reply) => reply.turnId === turnId));

      const first = await startOrchestrator();
      await upstream.send([turnMessage(conversation, 't-1', '我要转人工客服')]);
      await until('t-1');
      await upstream.send([
        commandMessage({ ...about, kind: 'claim', commandId: 'agent~claim~1' }),
        commandMessage({ ...about, kind: 'claim', commandId: 'agent~claim~2', agent: 'a-2', agentName: '小李' }),
      ]);
      await until('agent~claim~1');
      first.process.signal('SIGKILL');
      const say = commandMessage({ ...about, kind: 'say', commandId: 'agent~say~1', text: '您好,我来处理。' });
      await upstream.send([turnMessage(conversation, 't-2', '你们公司在哪里上市的?'), say, say]);

      const second = await startOrchestrator();
      await until('agent~say~1');
      await second.stop();
      await seen.caughtUp();

      expect(told()).toMatchObject([
        { turnId: 't-1', state: 'transfer', handoff: { id: 't-1', change: 'requested' } },
        { turnId: 'agent~claim~1', agent: { id: 'a-1', name: '小王' }, command: { outcome: 'done' } },
        { turnId: 'agent~claim~2', text: '', command: { outcome: 'refused', reason: 'taken', silent: true } },
        { turnId: 't-2', text: '', toAgent: true, model: '' },
        { turnId: 'agent~say~1', text: '您好,我来处理。', agent: { name: '小王' }, version: 5 },
      ]);
    },
    patienceMs,
  );
});
