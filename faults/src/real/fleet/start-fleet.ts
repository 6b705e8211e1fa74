import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@turnfleet/services/for-faults';
import { settings } from '../settings.ts';
import { type ModelTap, tapModel } from '../watch/model-tap.ts';
import { type AppProcess, appProcess } from './app-process.ts';
import { type Closers, type FleetServers, startServers } from './start-servers.ts';

export const domains = ['product', 'inventory', 'pricing', 'logistics'] as const;
type Domain = (typeof domains)[number];

export interface Orchestrator extends AppProcess {
  readonly tap: ModelTap;
}

/** A fleet of separate processes on servers of its own. */
export interface RealFleet extends FleetServers {
  readonly modelUrl: string;
  readonly ingressUrl: string;
  readonly ingress: AppProcess;
  /** The last one is a spare, not started. */
  readonly orchestrators: readonly Orchestrator[];
  readonly domains: Readonly<Record<Domain, AppProcess>>;
  /** Everything that ever ran, for the count of crashes. */
  readonly processes: readonly AppProcess[];
  /** Holds the processes' logs. */
  readonly folder: string;
  stop(keepLogs: boolean): Promise<void>;
}

interface FleetOptions {
  readonly groupId: string;
  /** From a request to the model's first token. */
  readonly modelMs: number;
  /** A worker asked the model about a turn for the first time in an attempt, at (Unix milliseconds). */
  readonly asked: (worker: string, turn: string, at: number) => void;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

const workers = 3;
const spares = 1;

/** What could be started is stopped again if the rest cannot be. */
export async function startFleet(options: FleetOptions): Promise<RealFleet> {
  const closers: Closers = [];
  const close = async (): Promise<void> => {
    for (const one of closers.splice(0).reverse()) await one().catch((error: unknown) => options.say(String(error)));
  };
  try {
    return await start(options, closers, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function start(
  { groupId, modelMs, asked, say, signal }: FleetOptions,
  closers: Closers,
  close: () => Promise<void>,
): Promise<RealFleet> {
  const folder = await mkdtemp(join(tmpdir(), 'turnfleet-faults-'));
  say(`logs of the processes: ${folder}`);
  const servers = await startServers(say, signal, closers);
  const processes: AppProcess[] = [];
  const app = (name: string, of: string, env: Readonly<Record<string, string>>): AppProcess => {
    const made = appProcess({ name, app: of, env, folder, signal }, say);
    processes.push(made);
    closers.push(() => made.kill());
    return made;
  };
  const port = async (): Promise<string> => String(await freePort());
  const ports = { product: await port(), inventory: await port(), pricing: await port(), logistics: await port() };
  const [modelPort, ingressPort] = [await port(), await port()];
  const model = app('sim-llm', 'sim-llm', {
    SIM_LLM_PORT: modelPort,
    OPS_PORT: '0',
    SIM_LLM_TTFT_MS: String(modelMs),
    SIM_LLM_TOKENS_PER_SECOND: '0',
  });
  const service = (name: Domain): AppProcess =>
    app(name, name, {
      [`${name.toUpperCase()}_PORT`]: ports[name],
      OPS_PORT: '0',
      // Effects have to outlive the service that made them.
      ...(name === 'inventory' ? { DATABASE_URL: servers.databaseUrl } : {}),
    });
  const all = {
    product: service('product'),
    inventory: service('inventory'),
    pricing: service('pricing'),
    logistics: service('logistics'),
  };
  const shared = {
    KAFKA_BROKERS: servers.brokers,
    REDIS_URL: servers.redis.url,
    KAFKA_GROUP_ID: groupId,
    TURN_DEADLINE_SECONDS: String(settings.turnDeadlineMs / 1_000),
    MAX_TURNS_IN_FLIGHT: String(settings.atOnce),
  };
  const ingress = app('ingress', 'ingress', { ...shared, PORT: ingressPort });
  const orchestrators: Orchestrator[] = [];
  for (let i = 1; i <= workers + spares; i++) {
    const name = `orchestrator-${i}`;
    const tap = await tapModel(Number(modelPort), (turn, at) => asked(name, turn, at));
    closers.push(() => tap.close());
    const addresses = Object.fromEntries(
      domains.map((domain) => [`${domain.toUpperCase()}_ADDR`, `127.0.0.1:${ports[domain]}`]),
    );
    const worker = app(name, 'orchestrator', {
      ...shared,
      ...addresses,
      SIM_LLM_PORT: String(tap.port),
      OPS_PORT: await port(),
    });
    orchestrators.push(Object.assign(worker, { tap }));
  }
  say('starting the fleet: four domain services, the model, an ingress, three orchestrators …');
  await Promise.all([model, ...Object.values(all)].map((one) => one.start()));
  await Promise.all([ingress, ...orchestrators.slice(0, workers)].map((one) => one.start()));
  return {
    ...servers,
    modelUrl: `http://127.0.0.1:${modelPort}`,
    ingressUrl: `http://127.0.0.1:${ingressPort}`,
    ingress,
    orchestrators,
    domains: all,
    processes,
    folder,
    stop: async (keepLogs) => {
      await close();
      if (!keepLogs) await rm(folder, { recursive: true, force: true });
    },
  };
}
