import { tellLoad } from '@turnfleet/admission';
import { isOpen } from '@turnfleet/auth';
import { type Backbone, openToolReads } from '@turnfleet/backbone';
import { type NewId, Turnstile } from '@turnfleet/core';
import { publishReports } from '@turnfleet/fleet-status';
import { type App, type Running, type ServiceAdapters, startOpsServer, stopAll } from '@turnfleet/service-kit';
import { counter, observeGauge } from '@turnfleet/telemetry';
import { readAhead, type ToolReads } from '@turnfleet/tools';
import { trustEverybody, trustEveryCommand, trustSigned, trustSignedCommands } from '@turnfleet/turn';
import { engineLife, observeEngineLife, type Relay, relayUpstream, startWorker } from '@turnfleet/worker';
import type { Config } from './config.ts';
import { openDialogue } from './open-dialogue.ts';
import { openModels } from './open-models.ts';
import { openToolBox } from './tools.ts';

export interface Adapters extends ServiceAdapters, Omit<Backbone, 'stop' | 'access' | 'rates' | 'sessions'> {
  readonly newId: NewId;
  /** Of another part of this process; absent: this one keeps what its tools return by itself. */
  readonly reads?: ToolReads;
}

/** Each takes some milliseconds until it waits for its model. */
const beginAtOnce = 4;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** The orchestrator, at work. With `metrics` it serves `/livez /readyz /metrics` too. */
export async function compose(config: Config, adapters: Adapters): Promise<App> {
  const { clock } = adapters;
  const { fleetStatus: status, endpointQuota: quota, logger } = adapters;
  const name = adapters.newId();
  const models = openModels(config, { worker: name, clock, logger, random: Math.random, status, quota });
  const life = engineLife();
  const unobserveLife = observeEngineLife(life);
  const started: Running[] = [models, { stop: async () => unobserveLife() }];
  try {
    let load = (): number => 0;
    const { reads, ...keeping } = adapters.reads
      ? { reads: adapters.reads, stop: async () => undefined }
      : await openToolReads({ ...adapters, config });
    started.push(keeping);
    const askedAhead = counter('turnfleet.tools.ahead');
    const events = { ahead: (tool: string, what: string) => askedAhead.add(1, { tool, what }) };
    const ahead = readAhead({ clock, reads, load: () => load(), events });
    const parts = { clock, logger, random: Math.random, load: models.load, reads, readAhead: ahead };
    const toolBox = await openToolBox(config, parts);
    started.push({ stop: async () => toolBox.transport.close() });
    const unobserveShedding = observeGauge('turnfleet.shedding.level', (result) =>
      result.observe(toolBox.sheddingLevel()),
    );
    started.push({ stop: async () => unobserveShedding() });
    const dialogue = config.FLOWS_DIR && (await openDialogue(config.FLOWS_DIR, config, { clock, logger }));
    if (dialogue) started.push(dialogue);
    const checks = [
      ...[...adapters.checks, ...(adapters.notices ?? []), models.check, ...toolBox.transport.checks],
      ...(dialogue ? dialogue.checks : []),
      life.check,
    ];
    const ops =
      adapters.metrics &&
      (await startOpsServer({ host: config.HOST, port: config.OPS_PORT, checks, metrics: adapters.metrics }));
    if (ops) started.push(ops);
    if (adapters.logGauges) {
      const unobserve = observeLog(adapters.logGauges);
      started.push({ stop: async () => unobserve() });
    }
    const idleMs = config.CONVERSATION_IDLE_DAYS * dayMs;
    const maintenance = { idleMs, everyMs: hourMs, random: Math.random };
    const turnstile = new Turnstile(beginAtOnce);
    const trusts = trustOf(config, adapters);
    const worker = await startWorker({
      ...adapters,
      config,
      life,
      ...trusts,
      model: models.forTurns,
      toolBox,
      turnstile,
      maintenance,
      ...(dialogue && { dialogue }),
    });
    started.push(worker);
    const relays = await relayUpstreams(config, adapters, (relay) => started.push(relay));
    load = () => {
      const { inFlight, capacity } = worker.load();
      return inFlight / capacity;
    };
    const report = () => ({ worker: name, timeZone: config.SHOP_TIME_ZONE, ...worker.load(), ...models.report() });
    started.push(publishReports({ status, clock, logger, report, catalogue: models.text }));
    started.push(tellLoad({ board: adapters.loads, clock, logger, name, measure: () => worker.measure(name) }));
    let stopping: Promise<void> | undefined;
    return {
      name: 'orchestrator',
      addresses: ops ? { ops: ops.address } : {},
      checks,
      failed: Promise.race([worker.failed, ...relays.map(({ failed }) => failed)]),
      stop: () => (stopping ??= stopAll(started)),
    };
  } catch (error) {
    await stopAll(started);
    throw error;
  }
}

/** Gauges of what stands in the way of the log's records; returns what takes them off again. */
function observeLog(read: NonNullable<Backbone['logGauges']>): () => void {
  const removals = [
    observeGauge('turnfleet.log.held_back', (result) => result.observe(read().recordsHeldBack)),
    observeGauge('turnfleet.partitions.added', (result) => result.observe(read().partitionsAdded)),
  ];
  return () => removals.forEach((remove) => remove());
}

/** Where clients sign in, turns are trusted that an ingress has signed, and commands of agents that a desk has. */
function trustOf(config: Config, { gateway, clock }: Pick<Adapters, 'gateway' | 'clock'>) {
  if (isOpen(config)) return { trust: trustEverybody, trustCommand: trustEveryCommand };
  const { TURN_SIGNING_KEYS: keys = new Map<string, Buffer>(), UPSTREAM_TENANT: upstreamTenant = null } = config;
  return { trust: trustSigned({ keys, upstreamTenant, gateway, clock }), trustCommand: trustSignedCommands(keys) };
}

/** Brings in the turns of upstreams that have topics of their own. */
async function relayUpstreams(
  config: Config,
  { log, clock, logger, partitions }: Pick<Adapters, 'log' | 'clock' | 'logger' | 'partitions'>,
  keep: (relay: Relay) => void,
): Promise<readonly Relay[]> {
  const relays: Relay[] = [];
  const limits = { turnDeadlineMs: config.TURN_DEADLINE_SECONDS * 1_000, drainMs: config.DRAIN_SECONDS * 1_000 };
  const keys = isOpen(config) ? undefined : config.TURN_SIGNING_KEYS;
  for (const [topic, tenant] of config.UPSTREAM_TOPICS ?? []) {
    const deps = { log, clock, logger, partitions, group: config.KAFKA_GROUP_ID, ...limits, keys };
    const relay = await relayUpstream(deps, topic, tenant);
    keep(relay);
    relays.push(relay);
  }
  return relays;
}
