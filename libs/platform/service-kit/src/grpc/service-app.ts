import type { Check, Clock, Logger } from '@turnfleet/core';
import type { App } from '../app.ts';
import { startOpsServer } from '../ops-server.ts';
import { type Running, stopAll } from '../start-parts.ts';
import { serveGrpc } from './serve-grpc.ts';
import type { GrpcService } from './service.ts';

export interface ServiceAdapters {
  readonly clock: Clock;
  readonly logger: Logger;
  /** The process's metrics in Prometheus' text format; left out where another app of the process serves them. */
  readonly metrics?: () => Promise<string>;
}

export interface ServiceDeps {
  readonly name: string;
  readonly config: { readonly HOST: string; readonly OPS_PORT: number; readonly DRAIN_SECONDS: number };
  readonly port: number;
  readonly adapters: ServiceAdapters;
  readonly services: readonly GrpcService[];
  /** Already running; stopped when the app stops, or when it cannot start. */
  readonly database: Running & Check;
}

/** What the compose functions of the domain services have in common: gRPC, and an ops server if `metrics` are given. */
export async function startServiceApp({ name, config, port, adapters, services, database }: ServiceDeps): Promise<App> {
  const { clock, logger, metrics } = adapters;
  const started: Running[] = [database];
  try {
    const drainMs = config.DRAIN_SECONDS * 1_000;
    const server = await serveGrpc({
      name,
      host: config.HOST,
      port,
      services,
      checks: [database],
      drainMs,
      clock,
      logger,
    });
    started.push(server);
    const checks = [database, server.check];
    const ops = metrics && (await startOpsServer({ host: config.HOST, port: config.OPS_PORT, checks, metrics }));
    // Answers until the end: `/readyz` has to tell that the drain goes on.
    if (ops) started.splice(1, 0, ops);
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
