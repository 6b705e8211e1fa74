import { type Client, credentials, Metadata, makeClientConstructor, type ServiceError } from '@grpc/grpc-js';
import { type ServiceDefinitions, serviceDefinition } from '@turnfleet/contract/grpc';
import { deadlineAt, RetryBudget, silentLogger, systemClock, TurnfleetError } from '@turnfleet/core';
import { callTool, readAnew, type Tool, toolReads } from '@turnfleet/tools';
import { openTools } from '@turnfleet/tools-grpc';
import { anew, ours, peer } from './result.ts';

/** Where the services listen. */
export interface Ready {
  readonly registry: string;
  readonly product: string;
  readonly pricing: string;
  /** The last is the one behind a connection that can be made slow. */
  readonly inventories: readonly string[];
}

/** What one step of a turn asks of three services at once. */
export interface Asked {
  readonly sku: string;
  readonly city: string;
  readonly coupon: string;
}

export interface Contender {
  readonly name: string;
  /** Three calls side by side; resolves to how long each took, milliseconds. */
  readonly step: (asked: Asked) => Promise<readonly number[]>;
  /** One call of the service that has three instances. */
  readonly stock: (asked: Asked) => Promise<void>;
  close(): void;
}

const price = { currency_code: 'CNY', units: '6999', nanos: 0 };
const deadlineMs = 10_000;
const kept = 64 * 2 ** 20;

/** Each in the way its own documentation shows, against the same services. */
export async function contendersAt(ready: Ready): Promise<readonly Contender[]> {
  return [await turnfleet(ours, ready, true), await turnfleet(anew, ready, false), naive(ready)];
}

async function turnfleet(name: string, { registry }: Ready, keeps: boolean): Promise<Contender> {
  const tools = openTools({
    ...{ clock: systemClock, logger: silentLogger, random: Math.random },
    ...{ registries: [registry], addressOf: () => undefined, balancing: () => 'latency' as const, region: '' },
  });
  await tools.begun;
  await whenThree(() => tools.instances().filter(({ state, connected }) => state === 'called' && connected).length);
  const read = keeps ? toolReads({ clock: systemClock, maxBytes: kept }).read : readAnew(systemClock);
  const caller = { transport: tools, clock: systemClock, retryBudget: new RetryBudget() };
  const asker = { tenant: 'default', user: null };
  const offered = new Map(tools.offer('').map((tool) => [tool.name, tool]));
  const call = async (toolName: string, args: Readonly<Record<string, unknown>>): Promise<number> => {
    const begun = performance.now();
    const tool: Tool | undefined = offered.get(toolName);
    if (!tool) throw new TurnfleetError('internal', `There is no tool ${toolName}.`);
    using deadline = deadlineAt(systemClock, systemClock.now() + deadlineMs);
    const { answer } = await read(
      { tool, args, asker, fetch: (within) => callTool(caller, tool, args, within) },
      deadline,
    );
    if (!answer.found) throw new TurnfleetError('internal', answer.message);
    return performance.now() - begun;
  };
  const stock = ({ sku, city }: Asked) => call('check_inventory', { sku, city });
  return {
    name,
    step: (asked) =>
      Promise.all([
        call('get_product_info', { sku: asked.sku }),
        stock(asked),
        call('calculate_discount', { original_price: price, coupon_code: asked.coupon }),
      ]),
    stock: async (asked) => void (await stock(asked)),
    close: () => tools.close(),
  };
}

async function whenThree(count: () => number): Promise<void> {
  // Product and pricing are in one of the three processes, each an instance of its own.
  while (count() < 5) await new Promise((resolve) => systemClock.setTimer(50, () => resolve(undefined)));
}

/** Three clients of grpc-js and `Promise.all`; calls go round the addresses of a service. */
function naive({ product, pricing, inventories }: Ready): Contender {
  const roundRobin = { 'grpc.service_config': JSON.stringify({ loadBalancingConfig: [{ round_robin: {} }] }) };
  const client = (service: keyof ServiceDefinitions, address: string): Client => {
    const Constructor = makeClientConstructor(serviceDefinition(service), service);
    return new Constructor(address, credentials.createInsecure(), roundRobin);
  };
  const products = client('turnfleet.product.v1.ProductService', product);
  const prices = client('turnfleet.pricing.v1.PricingService', pricing);
  const stocks = client('turnfleet.inventory.v1.InventoryService', `ipv4:${inventories.join(',')}`);
  const call = (of: Client, method: string, request: object): Promise<number> => {
    const begun = performance.now();
    return new Promise((resolve, reject) => {
      const options = { deadline: Date.now() + deadlineMs };
      (of as unknown as Record<string, (...args: readonly unknown[]) => void>)[method]?.(
        ...[request, new Metadata(), options],
        (error: ServiceError | null) => (error ? reject(error) : resolve(performance.now() - begun)),
      );
    });
  };
  const stock = ({ sku, city }: Asked) => call(stocks, 'CheckInventory', { sku, city });
  return {
    name: peer,
    step: (asked) =>
      Promise.all([
        call(products, 'GetProductInfo', { sku: asked.sku }),
        stock(asked),
        call(prices, 'CalculateDiscount', { original_price: price, coupon_code: asked.coupon }),
      ]),
    stock: async (asked) => void (await stock(asked)),
    close: () => [products, prices, stocks].forEach((one) => one.close()),
  };
}
