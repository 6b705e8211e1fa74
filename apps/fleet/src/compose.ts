import { openBackbone } from '@turnfleet/backbone';
import type { Clock, Logger, NewId, Random } from '@turnfleet/core';
import { compose as ingress } from '@turnfleet/ingress/compose';
import { compose as inventory } from '@turnfleet/inventory/compose';
import { compose as logistics } from '@turnfleet/logistics/compose';
import { compose as orchestrator } from '@turnfleet/orchestrator/compose';
import { compose as pricing } from '@turnfleet/pricing/compose';
import { compose as product } from '@turnfleet/product/compose';
import { type App, type Check, type Running, startOpsServer, stopAll } from '@turnfleet/service-kit';
import { compose as simLlm } from '@turnfleet/sim-llm/compose';
import type { Telemetry } from '@turnfleet/telemetry';
import type { AppName } from './apps.ts';
import type { Config } from './config.ts';
import { modelNotice } from './notice.ts';

export interface FleetAdapters {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly newId: NewId;
  readonly random: Random;
  readonly telemetry: Pick<Telemetry, 'metricsText' | 'spans'>;
}

/** Runs the apps `only` in this process, in the order of the way of a turn backwards, so that each finds what it calls. */
export async function compose(config: Config, adapters: FleetAdapters, only: ReadonlySet<AppName>): Promise<App> {
  const started: Running[] = [];
  const apps: App[] = [];
  const start = async (name: AppName, composing: () => Promise<App>): Promise<void> => {
    if (!only.has(name)) return;
    const app = await composing();
    started.push(app);
    apps.push(app);
  };
  try {
    await start('product', () => product(config, adapters));
    await start('inventory', () => inventory(config, adapters));
    await start('pricing', () => pricing(config, adapters));
    await start('logistics', () => logistics(config, adapters));
    await start('sim-llm', () => simLlm(config, adapters));
    const metrics = adapters.telemetry.metricsText;
    if (only.has('orchestrator') || only.has('ingress')) {
      const backbone = await openBackbone({
        ...adapters,
        clientId: 'turnfleet',
        brokers: config.KAFKA_BROKERS,
        redisUrl: config.REDIS_URL,
        journalTtlMs: config.JOURNAL_TTL * 1_000,
      });
      started.push(backbone);
      const shared = { ...adapters, ...backbone };
      await start('orchestrator', () => orchestrator(withAddresses(config, apps), shared));
      const checks = [...backbone.checks, ...checksOf(apps, backbone.checks)];
      const { spans } = adapters.telemetry;
      await start('ingress', () => ingress(config, { ...shared, checks, metrics, spans, notice: modelNotice(config) }));
    }
    const checks = checksOf(apps, []);
    if (!only.has('ingress'))
      started.push(await startOpsServer({ host: config.HOST, port: config.OPS_PORT, checks, metrics }));
    return {
      name: 'turnfleet',
      addresses: Object.assign({}, ...apps.map(prefixed)) as Record<string, string>,
      checks,
      failed: Promise.race(apps.flatMap(({ failed }) => (failed ? [failed] : []))),
      stop: () => stopAll(started),
    };
  } catch (error) {
    await stopAll(started);
    throw error;
  }
}

/** What the apps depend on, each named after its app; without `known`, which several of them share. */
function checksOf(apps: readonly App[], known: readonly Check[]): readonly Check[] {
  return apps.flatMap(({ name, checks }) =>
    checks
      .filter((check) => !known.includes(check))
      .map((check) => ({ name: `${name} ${check.name}`, problem: () => check.problem() })),
  );
}

function prefixed({ name, addresses }: App): Record<string, string> {
  return Object.fromEntries(Object.entries(addresses).map(([purpose, address]) => [`${name}.${purpose}`, address]));
}

/** Where the services of this very process listen: a port 0 is known only now. An address that was given stays. */
function withAddresses(config: Config, apps: readonly App[]): Config {
  const port = (name: AppName, purpose: string): string | undefined =>
    apps.find((app) => app.name === name)?.addresses[purpose]?.match(/:(\d+)$/)?.[1];
  const grpc = (name: AppName, given: string | undefined): string | undefined => {
    const here = port(name, 'grpc');
    return given ?? (here === undefined ? undefined : `127.0.0.1:${here}`);
  };
  return {
    ...config,
    PRODUCT_ADDR: grpc('product', config.PRODUCT_ADDR),
    INVENTORY_ADDR: grpc('inventory', config.INVENTORY_ADDR),
    PRICING_ADDR: grpc('pricing', config.PRICING_ADDR),
    LOGISTICS_ADDR: grpc('logistics', config.LOGISTICS_ADDR),
    SIM_LLM_PORT: Number(port('sim-llm', 'http') ?? config.SIM_LLM_PORT),
  };
}
