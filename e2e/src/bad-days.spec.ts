import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { appNames, mainOf, startApp } from './apps.ts';
import { runChild } from './child.ts';
import { fleetMain, freePorts } from './fleet.ts';

const patienceMs = 60_000;
/** Nobody listens on port 1 of a machine that tests run on. */
const nowhere = '127.0.0.1:1';

const mistakes = {
  registry: { REGISTRY_PORT: 'x', REGISTRY_HEARTBEAT_SECONDS: '0', REDIS_URL: 'http://a' },
  customer: { CUSTOMER_PORT: 'x', REGISTRY_ADDR: 'no-port', ADVERTISE_ADDR: 'here', SERVICE_WEIGHT: '-1' },
  order: { ORDER_PORT: 'x', OPS_PORT: '-1', DATABASE_URL: 'sqlite://a', REGISTRY_ADDR: 'no-port' },
  product: { PRODUCT_PORT: 'x', OPS_PORT: '70000', DATABASE_URL: 'mysql://a', DRAIN_SECONDS: '-1' },
  inventory: { INVENTORY_PORT: '1.5', OPS_PORT: 'x', DATABASE_URL: 'nonsense', LOG_LEVEL: 'loud' },
  pricing: { PRICING_PORT: '-1', OPS_PORT: 'x', DATABASE_URL: 'http://a', LOG_LEVEL: '' + 1 },
  logistics: { LOGISTICS_PORT: 'x', OPS_PORT: 'x', OTEL_EXPORTER_OTLP_ENDPOINT: 'nowhere', DRAIN_SECONDS: 'x' },
  'sim-llm': { SIM_LLM_PORT: 'x', OPS_PORT: 'x', SIM_LLM_TTFT_MS: 'soon', SIM_LLM_TOKENS_PER_SECOND: 'many' },
  orchestrator: {
    KAFKA_BROKERS: 'no-port',
    PRODUCT_ADDR: 'no-port',
    REGISTRY_ADDR: 'no-port',
    TOOL_BALANCING: 'fastest',
    TURN_DEADLINE_SECONDS: '0',
    MODELS_FILE: '/there/is/none.json',
    OPENAI_BASE_URL: 'ftp://a',
  },
  ingress: { PORT: 'x', REDIS_URL: 'http://a', HOST: '0.0.0.0', JAEGER_QUERY_URL: 'x' },
  'agent-desk': { DESK_PORT: 'x', REDIS_URL: 'http://a', HOST: '0.0.0.0', DESK_ESCALATE_SECONDS: '5' },
} as const;

/** What an app that shares the log and the store with others has to be told. */
const needed = { orchestrator: ['REDIS_URL'], ingress: ['KAFKA_BROKERS'], 'agent-desk': ['KAFKA_BROKERS'] } as const;

describe('a process that is started with mistakes', () => {
  it.each(appNames)(
    '%s lists every mistake in its configuration at once and exits with 2',
    async (name) => {
      const { code, output } = await runChild(mainOf(name), [], mistakes[name]);
      const told = output.match(/^ {2}([A-Z_]+):/gm)?.map((line) => line.trim().replace(':', ''));
      const missing = name in needed ? needed[name as keyof typeof needed] : [];
      expect({ code, told: told?.sort() }).toEqual({
        code: 2,
        told: [...Object.keys(mistakes[name]), ...missing].sort(),
      });
    },
    patienceMs,
  );

  it(
    'so does the fleet, for all its apps',
    async () => {
      const wrong = { PRODUCT_PORT: 'x', SIM_LLM_PORT: 'x', HOST: '0.0.0.0', KAFKA_BROKERS: 'x' };
      const { code, output } = await runChild(fleetMain, ['up'], wrong);
      expect(code).toBe(2);
      for (const name of Object.keys(wrong)) expect(output).toContain(`  ${name}: `);
    },
    patienceMs,
  );

  it.each([
    [
      'a part of the fleet without shared log and store',
      ['up', '--only', 'orchestrator'],
      /KAFKA_BROKERS:[^]*REDIS_URL:/,
    ],
    ['an app that there is not', ['up', '--only', 'ingress,cashier'], /no app .*cashier.*orchestrator/],
    ['a command that there is not', ['down'], /unknown command/],
    ['a question that is missing', ['chat'], /missing required argument/],
    ['topics of no cluster', ['topics', 'check'], /KAFKA_BROKERS/],
  ])(
    'turnfleet refuses %s with 2',
    async (_what, args, says) => {
      const { code, output } = await runChild(fleetMain, args);
      expect(output).toMatch(says);
      expect(code).toBe(2);
    },
    patienceMs,
  );

  it.each([
    [{ AUTH_MODE: 'jwt' }, /JWT_ISSUER: is needed[^]*JWT_JWKS_URL: is needed/],
    [{ AUTH_MODE: 'apikey' }, /API_KEYS_FILE: is needed/],
    [{ HOST: '0.0.0.0' }, /HOST: .*AUTH_ALLOW_ANONYMOUS=true/],
  ])(
    'the fleet refuses %j with 2',
    async (env, says) => {
      const { code, output } = await runChild(fleetMain, ['up'], env);
      expect(output).toMatch(says);
      expect(code).toBe(2);
    },
    patienceMs,
  );
});

describe('--help', () => {
  it.each([[], ['up'], ['topics', 'create']].map((args) => [args]))(
    'of turnfleet %j explains and exits with 0',
    async (args) => {
      const { code, output } = await runChild(fleetMain, [...args, '--help']);
      expect(output).toMatch(/usage: turnfleet/i);
      expect(code).toBe(0);
    },
    patienceMs,
  );

  it.each(appNames)(
    'of %s explains and exits with 0',
    async (name) => {
      const { code, output } = await runChild(mainOf(name), ['--help']);
      expect(output).toContain(`usage: ${name}`);
      expect(code).toBe(0);
    },
    patienceMs,
  );
});

describe('a process that cannot have what it needs', () => {
  let occupant: Server;
  let taken = '';
  beforeAll(async () => {
    occupant = createServer();
    await new Promise<void>((resolve) => occupant.listen(0, '127.0.0.1', resolve));
    const address = occupant.address();
    taken = String(typeof address === 'object' ? address?.port : '');
  });
  afterAll(() => new Promise<void>((resolve) => occupant.close(() => resolve())));

  it.each([
    [mainOf('product'), [], 'PRODUCT_PORT'],
    [mainOf('product'), [], 'OPS_PORT'],
    [mainOf('sim-llm'), [], 'SIM_LLM_PORT'],
    [fleetMain, ['up'], 'PORT'],
    [fleetMain, ['up'], 'LOGISTICS_PORT'],
  ] as const)(
    '%s %j names the port when %s is in use, and exits with 1',
    async (file, args, variable) => {
      const { code, output } = await runChild(file, args, { ...freePorts, [variable]: taken });
      expect(output).toContain(`Cannot listen on 127.0.0.1:${taken}`);
      expect(output).toContain('Free that port');
      expect(code).toBe(1);
    },
    patienceMs,
  );

  it.each([
    [mainOf('orchestrator'), [], {}],
    [mainOf('ingress'), [], {}],
    [fleetMain, ['up'], freePorts],
    [fleetMain, ['topics', 'create'], {}],
    [fleetMain, ['topics', 'check'], {}],
  ] as const)(
    '%s %j gives up on brokers that cannot be reached, and says what to do',
    async (file, args, ports) => {
      const env = { ...ports, KAFKA_BROKERS: nowhere, REDIS_URL: `redis://${nowhere}` };
      const { code, output } = await runChild(file, args, env);
      expect(output).toContain(nowhere);
      expect(output).toMatch(/Check that the brokers named in KAFKA_BROKERS are running/);
      expect(code).toBe(1);
    },
    patienceMs,
  );

  it(
    'a domain service waits for a database that cannot be reached: not ready, and says why',
    async () => {
      const app = await startApp('product', { DATABASE_URL: `postgres://u:secret@${nowhere}/shop` });
      const ready = await fetch(`${app.addresses['ops']}/readyz`);
      expect(ready.status).toBe(503);
      expect(await ready.json()).toMatchObject({ checks: { database: expect.stringContaining('product database') } });
      expect(app.process.output()).toContain('tried again until it answers');
      expect(app.process.output()).not.toContain('secret');
      await app.stop();
    },
    patienceMs,
  );

  it(
    'chat and trace say where they looked for a fleet, and how to start one',
    async () => {
      for (const args of [
        ['chat', 'hello'],
        ['trace', 't-1'],
      ]) {
        const { code, output } = await runChild(fleetMain, args, { TURNFLEET_URL: `http://${nowhere}` });
        expect(output).toContain(`No fleet answers at http://${nowhere}`);
        expect(output).toContain('npm start');
        expect(code).toBe(1);
      }
    },
    patienceMs,
  );
});
