import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Reply, replySchema } from '@turnfleet/contract/schemas';
import { demoProducts } from '@turnfleet/shop';
import { startTcpProxy, type TcpProxy } from '@turnfleet/testing';
import { eventually } from '@turnfleet/testing/eventually';
import { Redis } from 'ioredis';
import { portOf, type RunningApp, startApp } from './apps.ts';
import { type RunningFleet, startFleet } from './fleet.ts';
import { describeOnServers, startingMs } from './servers.ts';

const patienceMs = 120_000;
const heartbeat = { REGISTRY_HEARTBEAT_SECONDS: '1' };
const inventory = 'turnfleet.inventory.v1.InventoryService';

/** Services, the model, and what answers turns, each found through two registries over one Redis. */
describeOnServers('a fleet whose services are registered', ['kafka', 'redis'], (servers) => {
  const run = `reg-${process.pid}-${Date.now().toString(36)}`;
  let redis: Redis;
  let registries: RunningApp[];
  /** Where the registries find Redis. */
  let throughProxy: TcpProxy;
  let registryEnv: Readonly<Record<string, string>>;
  let addresses: string;
  let services: RunningFleet;
  let front: RunningFleet;
  let slow: TcpProxy;
  let stock: RunningApp[] = [];
  let conversations = 0;

  const env = () => ({ ...servers().env, REGISTRY_ADDR: addresses });
  const startStock = (more: Readonly<Record<string, string>> = {}): Promise<RunningApp> =>
    startApp('inventory', { REGISTRY_ADDR: addresses, ...more });

  beforeAll(async () => {
    // Of their own, so that nobody else's services are listed.
    const url = Object.assign(new URL(servers().env['REDIS_URL'] ?? ''), { pathname: '/13' }).toString();
    redis = new Redis(url);
    await redis.del('{tf:instances}:listed');
    throughProxy = await startTcpProxy({ host: redis.options.host ?? '127.0.0.1', port: redis.options.port ?? 6379 });
    registryEnv = { ...heartbeat, REDIS_URL: `redis://127.0.0.1:${throughProxy.port}/13` };
    registries = await Promise.all([1, 2].map(() => startApp('registry', registryEnv)));
    addresses = registries.map((one) => one.addresses['grpc']).join(',');
    services = await startFleet({ REGISTRY_ADDR: addresses }, ['product', 'pricing', 'logistics', 'sim-llm']);
    stock = [await startStock()];
    front = await startFleet({ ...env(), SIM_LLM_PORT: portOf(services.addresses['sim-llm.http']) }, [
      'orchestrator',
      'ingress',
    ]);
  }, 2 * startingMs);
  afterAll(async () => {
    await front?.stop();
    await Promise.all([services, ...stock].map((one) => one?.stop()));
    await Promise.all(registries.map((one) => one.stop().catch(() => undefined)));
    await slow?.close();
    await redis?.quit();
    await throughProxy?.close();
  }, startingMs);

  async function ask(text: string, user?: object): Promise<Reply> {
    const response = await fetch(`${front.url}/v1/conversations/${run}-${conversations++}/turns`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', prefer: 'wait=20' },
      body: JSON.stringify({ text, ...(user && { user }) }),
    });
    const body: unknown = await response.json();
    if (response.status !== 200) throw new Error(`no reply: ${response.status} ${JSON.stringify(body)}`);
    return replySchema.parse(body);
  }
  // Another product each time: what is kept says nothing of who is there.
  const anySku = (): string => demoProducts[conversations % demoProducts.length]?.sku ?? '';
  const askStock = (): Promise<Reply> => ask(`${anySku()} 上海有货吗?`);
  const askPrice = (): Promise<Reply> => ask(`${anySku()}用WELCOME10多少钱`);
  const until = (what: string, holds: () => Promise<boolean>, withinMs = 60_000): Promise<true> =>
    eventually(what, withinMs, async () => (await holds()) || null);
  const example = (what: string, body: () => Promise<void>): void => it(what, body, patienceMs);

  /** A gauge of the orchestrator, by what its line has to hold. */
  async function gauge(name: string, ...labels: readonly string[]): Promise<number> {
    const text = await (await fetch(`${front.url}/metrics`)).text();
    const line = text.split('\n').find((one) => one.startsWith(name) && labels.every((label) => one.includes(label)));
    return Number(/ ([\d.e+-]+)( \d+)?$/.exec(line ?? '')?.[1] ?? 0);
  }
  const called = (): Promise<number> => gauge('turnfleet_tools_instances', inventory, 'state="called"');

  example('has a new service within a minute, uses it for what was not said, and loses it as fast', async () => {
    const known = { id: 'U123456' };
    expect((await ask('SKU-2024-888 有货吗?', known)).toolCalls).toEqual([]);
    const customer = await startApp('customer', { REGISTRY_ADDR: addresses });
    await until('the profile is asked', async () => {
      const { toolCalls } = await ask('SKU-2024-888 有货吗?', known);
      return toolCalls.some(({ name }) => name === 'get_customer_profile');
    });
    const { toolCalls } = await ask('SKU-2024-888 有货吗?', known);
    expect(toolCalls.map(({ name, arguments: args }) => ({ name, args }))).toEqual([
      { name: 'get_customer_profile', args: {} },
      { name: 'check_inventory', args: { sku: 'SKU-2024-888', city: '广州' } },
    ]);
    await customer.stop();
    await until('it is not offered any more', async () => {
      return (await ask('SKU-2024-888 有货吗?', known)).toolCalls.length === 0;
    });
  });

  example('goes on while both registries are dead, and with registries that forgot everything', async () => {
    for (const { process } of registries) process.signal('SIGKILL');
    await Promise.all(registries.map(({ process }) => process.ended));
    for (let i = 0; i < 5; i++) expect(await askStock()).toMatchObject({ status: 'completed' });
    await until('it is told', async () => (await gauge('turnfleet_registry_away')) === 1);
    await redis.del('{tf:instances}:listed');
    const ports = addresses.split(',').map(portOf);
    registries = await Promise.all(
      ports.map((REGISTRY_PORT) => startApp('registry', { ...registryEnv, REGISTRY_PORT })),
    );
    for (let i = 0; i < 5; i++) expect(await askStock()).toMatchObject({ status: 'completed' });
    await until('a registry answers', async () => (await gauge('turnfleet_registry_away')) === 0);
    await until('everyone is listed again', async () => (await redis.hlen('{tf:instances}:listed')) >= 4);
    expect(await askStock()).toMatchObject({ status: 'completed' });
  });

  example('goes on while the registries have no Redis, and lists everyone again when they do', async () => {
    throughProxy.refuse();
    await until('it is told', async () => (await gauge('turnfleet_registry_away')) === 1);
    for (let i = 0; i < 5; i++) expect(await askStock()).toMatchObject({ status: 'completed' });
    await redis.del('{tf:instances}:listed');
    throughProxy.admit();
    await until('a registry answers', async () => (await gauge('turnfleet_registry_away')) === 0);
    await until('everyone is listed again', async () => (await redis.hlen('{tf:instances}:listed')) >= 4);
    expect(await askStock()).toMatchObject({ status: 'completed' });
    for (const { process } of registries) expect(process.output()).not.toContain('"level":"fatal"');
  });

  example('calls nobody at an address that is somebody else’s', async () => {
    const lie = { id: 'lie', version: 'lie', services: [inventory], weight: 10_000, region: '', capacity: 0 };
    const address = stock[0]?.addresses['grpc'];
    const json = JSON.stringify({ ...lie, address, costPerCall: 0, descriptorSet: '' });
    await redis.hset('{tf:instances}:listed', 'lie', `${Date.now() + 20_000} 0 0 ${json}`);
    await until('it is refused', async () => {
      return (await gauge('turnfleet_tools_instances', inventory, 'state="refused"')) === 1;
    });
    expect(await askStock()).toMatchObject({ status: 'completed' });
    await redis.hdel('{tf:instances}:listed', 'lie');
  });

  example(
    'loses no turn when a service is killed under load: its breaker is open within 5 s and closed within 15 s after it is back',
    async () => {
      const [killed] = stock;
      const breaker = (): Promise<number> => gauge('turnfleet_tools_breaker', 'CheckInventory');
      const replies: Reply[] = [];
      let over = false;
      // As many at once as a busy machine still answers.
      const asking = Array.from({ length: 6 }, async (_, at) => {
        while (!over) replies.push(await (at % 3 === 0 ? askPrice() : askStock()));
      });
      let [before, openMs, closedMs] = [0, 0, 0];
      try {
        await until('it is called', async () => replies.length >= 40);
        before = replies.length;
        killed?.process.signal('SIGKILL');
        const dead = Date.now();
        await until('its breaker is open', async () => (await breaker()) === 2, 5_000);
        openMs = Date.now() - dead;
        stock = [await startStock()];
        const back = Date.now();
        await until('its breaker is closed', async () => (await breaker()) === 0, 15_000);
        closedMs = Date.now() - back;
      } finally {
        over = true;
        await Promise.all(asking);
      }
      const [calm, meanwhile] = [replies.slice(0, before), replies.slice(before)].map(slowestPrice);
      process.stdout.write(
        `open after ${openMs} ms, closed ${closedMs} ms after it was back; p99 of get_product_info ${calm} ms before, ${meanwhile} ms meanwhile\n`,
      );
      // Twice is what a busy machine does by itself.
      expect(meanwhile ?? 0).toBeLessThanOrEqual(2 * (calm ?? 0) + 50);
      expect(replies.filter(({ status }) => status === 'failed')).toEqual([]);
      const prices = replies.filter(({ toolCalls }) => toolCalls.some(({ name }) => name === 'get_product_info'));
      expect(prices.length).toBeGreaterThan(10);
      expect(prices.filter(({ status }) => status !== 'completed')).toEqual([]);
    },
  );

  example('asks one of three that is ten times slower hardly ever', async () => {
    const third = await startApp('inventory');
    slow = await startTcpProxy({ host: '127.0.0.1', port: Number(portOf(third.addresses['grpc'])) });
    await third.stop();
    const port = portOf(third.addresses['grpc']);
    const behind = await startStock({ INVENTORY_PORT: port, ADVERTISE_ADDR: `127.0.0.1:${slow.port}` });
    stock.push(await startStock(), behind);
    await until('all three are called', async () => (await called()) === 3);
    for (let i = 0; i < 30; i++) await askStock();
    const delayMs = 300;
    slow.delay(delayMs);
    const late: number[] = [];
    for (let i = 0; i < 100; i++) {
      const { status, toolCalls } = await askStock();
      expect(status).toBe('completed');
      if ((toolCalls[0]?.ms ?? 0) >= 2 * delayMs) late.push(i);
    }
    expect(late.length).toBeLessThanOrEqual(5);
  });
});

/** Milliseconds of the 99th percentile of `get_product_info`. */
function slowestPrice(replies: readonly Reply[]): number {
  const calls = replies.flatMap(({ toolCalls }) => toolCalls).filter(({ name }) => name === 'get_product_info');
  const sorted = calls.map(({ ms }) => ms).toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.99))] ?? 0;
}
