import { type Check, type Clock, type Logger, ulid } from '@turnfleet/core';
import type { App } from '../app.ts';
import { startOpsServer } from '../ops-server.ts';
import { type Running, stopAll } from '../start-parts.ts';
import { announce } from './announce.ts';
import { type AnnounceConfig, advertisedAddress, instanceService, ownInstance } from './own-instance.ts';
import { serveGrpc } from './serve-grpc.ts';
import type { GrpcService } from './service.ts';

export interface ServiceAdapters {
  readonly clock: Clock;
  readonly logger: Logger;
  /** The process's metrics in Prometheus' text format; left out where another app of the process serves them. */
  readonly metrics?: () => Promise<string>;
}

const usualWeight = 100;
/** Of a process that does not say how many calls it takes at once. */
const usualCapacity = 100;

/** Without what `announce` needs, or without a `REGISTRY_ADDR`, nobody is told of the process. */
interface ServiceAppConfig extends Partial<AnnounceConfig> {
  readonly HOST: string;
  readonly OPS_PORT: number;
  readonly DRAIN_SECONDS: number;
}

interface ServiceDeps {
  readonly name: string;
  readonly config: ServiceAppConfig;
  readonly port: number;
  readonly adapters: ServiceAdapters;
  readonly services: readonly GrpcService[];
  /** Already running; stopped when the app stops, or when it cannot start. */
  readonly database: Running & Check;
  /** Already running, on that database: stopped before it, when no call runs any more. */
  readonly beside?: Running;
}

/**
 * What the compose functions of the domain services have in common: gRPC, an ops server if `metrics` are given, and with
 * `REGISTRY_ADDR` word to the registry. It is told of a stop before the drain.
 */
export async function startServiceApp({
  name,
  config,
  port,
  adapters,
  services,
  database,
  beside,
}: ServiceDeps): Promise<App> {
  const { clock, logger, metrics } = adapters;
  const started: Running[] = beside ? [database, beside] : [database];
  try {
    const own = ownInstance(ulid(clock.now(), Math.random), services, config.SERVICE_VERSION);
    const drainMs = config.DRAIN_SECONDS * 1_000;
    const server = await serveGrpc({
      name,
      host: config.HOST,
      port,
      services: [...services, instanceService(own)],
      checks: [database],
      drainMs,
      clock,
      logger,
    });
    started.push(server);
    const checks = [database, server.check];
    const ops = metrics && (await startOpsServer({ host: config.HOST, port: config.OPS_PORT, checks, metrics }));
    // Answers until the end: `/readyz` has to tell that the drain goes on.
    if (ops) started.splice(-1, 0, ops);
    const { REGISTRY_ADDR: addresses, SERVICE_CAPACITY: capacity = 0 } = config;
    if (addresses) {
      const instance = {
        ...own,
        capacity,
        address: advertisedAddress(server.address, config.ADVERTISE_ADDR),
        weight: config.SERVICE_WEIGHT ?? usualWeight,
        region: config.REGION ?? '',
        cost_per_call: config.SERVICE_COST_USD ?? 0,
      };
      const load = (): number => server.running() / (capacity || usualCapacity);
      const announced = announce({ addresses, instance, load, clock, logger });
      started.push(announced);
      await announced.tried;
    }
    return {
      name,
      addresses: { grpc: server.address, ...(ops ? { ops: ops.address } : {}) },
      checks,
      stop: () => stopAll(started),
    };
  } catch (error) {
    await stopAll(started);
    throw error;
  }
}
