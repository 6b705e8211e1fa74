import { expect, it } from '@jest/globals';
import kafkajs from 'kafkajs';
import { mainOf } from './apps.ts';
import { runChild } from './child.ts';
import { fleetMain, freePorts } from './fleet.ts';
import { type Rewriting, rewrittenKafka } from './proxies.ts';
import { describeOnServers } from './servers.ts';

const patienceMs = 60_000;
const nowhere = '127.0.0.1:1';

describeOnServers('a process that finds only some of what it needs', ['kafka', 'redis', 'postgres'], (servers) => {
  it.each([
    [mainOf('orchestrator'), [], {}],
    [mainOf('ingress'), [], {}],
    [fleetMain, ['up'], freePorts],
  ] as const)(
    '%s %j gives up on a Redis that cannot be reached, and says what to do',
    async (file, args, ports) => {
      const { code, output } = await runChild(file, args, {
        ...servers().env,
        ...ports,
        REDIS_URL: `redis://u:secret@${nowhere}`,
      });
      expect(output).toContain(nowhere);
      expect(output).toContain('REDIS_URL');
      expect(output).not.toContain('secret');
      expect(code).toBe(1);
    },
    patienceMs,
  );

  it(
    'a domain service refuses a database that there is not',
    async () => {
      const url = Object.assign(new URL(servers().env['DATABASE_URL'] ?? ''), { pathname: '/there_is_none' });
      const { code, output } = await runChild(mainOf('pricing'), [], {
        ...servers().env,
        DATABASE_URL: url.toString(),
      });
      expect(output).toMatch(/pricing database .*cannot be used.*there_is_none/);
      expect(output).toContain('Check DATABASE_URL');
      expect(code).toBe(1);
    },
    patienceMs,
  );

  it(
    'without topics every process names one and the command that creates them; that command helps',
    async () => {
      // The broker sees other names, of topics that it does not have.
      const rerouted = await rewrittenKafka(servers().brokers, renamed('chat.', 'e2e-.'));
      const bare = { ...servers().env, ...rerouted };
      try {
        for (const [file, args, ports] of [
          [mainOf('orchestrator'), [], {}],
          [mainOf('ingress'), [], {}],
          [fleetMain, ['up'], freePorts],
        ] as const) {
          const { code, output } = await runChild(file, args, { ...bare, ...ports });
          expect({ file, output }).toMatchObject({ output: expect.stringMatching(/chat\.[a-z.]+/) });
          expect(output).toContain('npx turnfleet topics create');
          expect(code).toBe(1);
        }
        const missing = await runChild(fleetMain, ['topics', 'check'], bare);
        expect(missing.output.match(/: topic is missing/g)).toHaveLength(8);
        expect(missing.code).toBe(1);

        expect(await runChild(fleetMain, ['topics', 'create'], bare)).toMatchObject({ code: 0 });
        expect(await runChild(fleetMain, ['topics', 'check'], bare)).toMatchObject({ code: 0 });
      } finally {
        await deleteTopics(servers().brokers, /^e2e-\./);
      }
    },
    2 * patienceMs,
  );
});

function renamed(ours: string, theirs: string): Rewriting {
  const rewrite = (bytes: Buffer, change: (text: string) => string) =>
    Buffer.from(change(bytes.toString('latin1')), 'latin1');
  return {
    there: (bytes) => rewrite(bytes, (text) => text.replaceAll(ours, theirs)),
    // A list of all topics names those that are really there, too.
    back: (bytes) => rewrite(bytes, (text) => text.replaceAll(ours, 'real.').replaceAll(theirs, ours)),
  };
}

async function deleteTopics(brokers: string, names: RegExp): Promise<void> {
  const { Kafka, logLevel } = kafkajs;
  const admin = new Kafka({ clientId: 'e2e', brokers: brokers.split(','), logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  const topics = (await admin.listTopics()).filter((name) => names.test(name));
  if (topics.length > 0) await admin.deleteTopics({ topics });
  await admin.disconnect();
}
