import { randomBytes } from 'node:crypto';
import { compose as agentDesk } from '@turnfleet/agent-desk/compose';
import { openBackbone, openToolReads } from '@turnfleet/backbone';
import type { Clock, Logger, NewId, Random } from '@turnfleet/core';
import { type Check } from '@turnfleet/core';
import { compose as customer } from '@turnfleet/customer/compose';
import { compose as ingress } from '@turnfleet/ingress/compose';
import { compose as inventory } from '@turnfleet/inventory/compose';
import { compose as logistics } from '@turnfleet/logistics/compose';
import { compose as orchestrator } from '@turnfleet/orchestrator/compose';
import { deskHours, isSimulated } from '@turnfleet/orchestrator/config';
import { compose as order } from '@turnfleet/order/compose';
import { compose as pricing } from '@turnfleet/pricing/compose';
import { compose as product } from '@turnfleet/product/compose';
import { compose as registry } from '@turnfleet/registry/compose';
import { type App, type Running, startOpsServer, startParts } from '@turnfleet/service-kit';
import { compose as simLlm } from '@turnfleet/sim-llm/compose';
import type { Telemetry } from '@turnfleet/telemetry/sdk';
import type { AppName } from './apps.ts';
import type { Config } from './config.ts';
import { withAddresses, withRegistry } from './with-addresses.ts';

interface FleetAdapters {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly newId: NewId;
  readonly random: Random;
  readonly telemetry: Pick<Telemetry, 'metricsText' | 'spans'>;
}

/** What needs the log and the conversations. */
const sharing: readonly AppName[] = ['orchestrator', 'agent-desk', 'ingress'];

/** Runs the apps `only` in this process, in the order of the way of a turn backwards, so that each finds what it calls. */
export function compose(given: Config, adapters: FleetAdapters, only: ReadonlySet<AppName>): Promise<App> {
  // Turns that end with this process nobody else has to know the signer of.
  // With a desk beside it, somebody may be at it.
  const hours = only.has('agent-desk') ? { DESK_HOURS: deskHours.parse('always') } : {};
  const config = { TURN_SIGNING_KEYS: new Map([['process', randomBytes(32)]]), ...hours, ...given };
  return startParts(async (keep) => {
    const apps: App[] = [];
    const start = async (name: AppName, composing: () => Promise<App>): Promise<void> => {
      if (only.has(name)) apps.push(keep(await composing()));
    };
    const backbone = sharing.some((name) => only.has(name))
      ? keep(
          await openBackbone({
            ...adapters,
            clientId: 'turnfleet',
            brokers: config.KAFKA_BROKERS,
            redisUrl: config.REDIS_URL,
            journalTtlMs: config.JOURNAL_TTL * 1_000,
          }),
        )
      : null;
    const reading = only.has('orchestrator') || only.has('ingress');
    const kept = backbone && reading ? keep(await openToolReads({ ...adapters, ...backbone, config })) : null;
    // What the services of this process change is told in the log of this process.
    const telling = { ...adapters, ...(backbone && { changeLog: backbone.log }) };
    await start('registry', () => registry(only.has('orchestrator') ? ofThisProcess(config) : config, adapters));
    const announced = withRegistry(config, apps);
    await start('product', () => product(announced, telling));
    await start('inventory', () => inventory(announced, telling));
    await start('pricing', () => pricing(announced, telling));
    await start('logistics', () => logistics(withAddresses(announced, apps), adapters));
    await start('customer', () => customer(announced, adapters));
    await start('order', () => order(announced, adapters));
    await start('sim-llm', () => simLlm(config, adapters));
    const metrics = adapters.telemetry.metricsText;
    if (backbone) {
      const shared = { ...adapters, ...backbone, ...(kept && { reads: kept.reads }) };
      await start('orchestrator', () => orchestrator(withAddresses(config, apps), shared));
      const checks = [...backbone.checks, ...checksOf(apps, backbone.checks)];
      await start('agent-desk', () =>
        agentDesk(withAddresses(config, apps), { ...shared, checks: backbone.checks, metrics }),
      );
      const { spans } = adapters.telemetry;
      const simulatedModel = only.has('orchestrator') && isSimulated(config);
      await start('ingress', () =>
        ingress(withAddresses(config, apps), { ...shared, checks, metrics, spans, simulatedModel }),
      );
      keep(tellingClients(apps));
    }
    const checks = checksOf(apps, []);
    const addresses = Object.assign({}, ...apps.map(prefixed)) as Record<string, string>;
    if (!only.has('ingress')) {
      const ops = keep(await startOpsServer({ host: config.HOST, port: config.OPS_PORT, checks, metrics }));
      addresses['ops'] = ops.address;
    }
    const failed = Promise.race(apps.flatMap((app) => (app.failed ? [app.failed] : [])));
    return { name: 'turnfleet', addresses, checks, failed };
  });
}

/** With whoever asks it in the same process, a registry has nothing to share: other fleets may use the same Redis. */
function ofThisProcess({ REDIS_URL: _, ...config }: Config): Config {
  return config;
}

/** Stops before the apps themselves: what runs is finished while the ingress still tells its clients of it. */
function tellingClients(apps: readonly App[]): Running {
  return {
    stop: async () => {
      for (const { refuseNew } of apps) refuseNew?.();
      // What fails to stop is told when it is its turn.
      await apps
        .find(({ name }) => name === 'orchestrator')
        ?.stop()
        .catch(() => undefined);
    },
  };
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
