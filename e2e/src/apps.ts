import { type Child, startChild, stopCleanly } from './child.ts';

export const appNames = [
  'registry',
  'product',
  'inventory',
  'pricing',
  'logistics',
  'customer',
  'order',
  'sim-llm',
  'orchestrator',
  'ingress',
  'agent-desk',
] as const;
export type AppName = (typeof appNames)[number];

type Env = Readonly<Record<string, string>>;

export const mainOf = (name: AppName): string => `apps/${name}/src/main.ts`;

/** Its own listeners on free ports. */
const ownPorts: Readonly<Record<AppName, Env>> = {
  registry: { REGISTRY_PORT: '0', OPS_PORT: '0' },
  customer: { CUSTOMER_PORT: '0', OPS_PORT: '0' },
  order: { ORDER_PORT: '0', OPS_PORT: '0' },
  product: { PRODUCT_PORT: '0', OPS_PORT: '0' },
  inventory: { INVENTORY_PORT: '0', OPS_PORT: '0' },
  pricing: { PRICING_PORT: '0', OPS_PORT: '0' },
  logistics: { LOGISTICS_PORT: '0', OPS_PORT: '0' },
  'sim-llm': { SIM_LLM_PORT: '0', OPS_PORT: '0' },
  orchestrator: { OPS_PORT: '0' },
  ingress: { PORT: '0' },
  'agent-desk': { DESK_PORT: '0' },
};

export interface RunningApp {
  /** By purpose: `grpc`, `http`, `ops`. */
  readonly addresses: Readonly<Record<string, string>>;
  readonly process: Child;
  /** SIGTERM; rejects unless it exits with 0. */
  stop(): Promise<void>;
}

/** One app as a process of its own, on free ports, ready. */
export async function startApp(name: AppName, env: Env = {}, file: string = mainOf(name)): Promise<RunningApp> {
  const process = startChild(file, [], { ...ownPorts[name], ...env });
  const [, listed = '{}'] = await process.says(/"addresses":(\{[^}]*\}).*is ready/);
  return {
    addresses: JSON.parse(listed) as Record<string, string>,
    process,
    stop: () => stopCleanly(process),
  };
}

export const portOf = (address = ''): string => /:(\d+)\/?$/.exec(address)?.[1] ?? '';

type Called = 'product' | 'inventory' | 'pricing' | 'logistics' | 'sim-llm';

/** Where the apps are that an orchestrator calls, for its environment. */
export const callsAt = (addressOf: (app: Called, purpose: 'grpc' | 'http') => string | undefined): Env => ({
  PRODUCT_ADDR: addressOf('product', 'grpc') ?? '',
  INVENTORY_ADDR: addressOf('inventory', 'grpc') ?? '',
  PRICING_ADDR: addressOf('pricing', 'grpc') ?? '',
  LOGISTICS_ADDR: addressOf('logistics', 'grpc') ?? '',
  SIM_LLM_PORT: portOf(addressOf('sim-llm', 'http')),
});

/** What orchestrators and ingresses call, each as a process of its own. */
export interface Backing {
  readonly apps: Readonly<Record<Called, RunningApp>>;
  /** Where they are, for an orchestrator. */
  readonly env: Env;
  /** SIGTERM to all; rejects unless each exits with 0. */
  stop(): Promise<void>;
}

export async function startBacking(env: Env): Promise<Backing> {
  const names = ['product', 'inventory', 'pricing', 'sim-llm'] as const;
  const [product, inventory, pricing, model] = await Promise.all(names.map((name) => startApp(name, env)));
  if (!product || !inventory || !pricing || !model) throw new Error('An app is missing.');
  const logistics = await startApp('logistics', { ...env, INVENTORY_ADDR: inventory.addresses['grpc'] ?? '' });
  const apps = { product, inventory, pricing, logistics, 'sim-llm': model };
  return {
    apps,
    env: callsAt((app, purpose) => apps[app].addresses[purpose]),
    stop: () => stopAll(apps),
  };
}

export interface SeparateFleet {
  readonly url: string;
  readonly apps: Readonly<Record<Exclude<AppName, 'registry' | 'customer' | 'order' | 'agent-desk'>, RunningApp>>;
  /** SIGTERM to all; rejects unless each exits with 0. */
  stop(): Promise<void>;
}

/** Every app as a process of its own, at addresses that stay. */
export async function startSeparately(env: Env): Promise<SeparateFleet> {
  const backing = await startBacking(env);
  const [orchestrator, ingress] = await Promise.all([
    startApp('orchestrator', { ...env, ...backing.env }),
    startApp('ingress', env),
  ]);
  const apps = { ...backing.apps, orchestrator, ingress };
  return { url: ingress.addresses['http'] ?? '', apps, stop: () => stopAll(apps) };
}

async function stopAll(apps: Readonly<Record<string, RunningApp>>): Promise<void> {
  await Promise.all(Object.values(apps).map((app) => app.stop()));
}
