import type { Random } from '@turnfleet/core';
import { type App, type Running, type ServiceAdapters, startOpsServer, stopAll } from '@turnfleet/service-kit';
import { Books } from './books.ts';
import type { Config } from './config.ts';
import { Control } from './control.ts';
import { startServer } from './server.ts';

/** With `metrics` it serves `/livez /readyz /metrics` too. */
interface Adapters extends ServiceAdapters {
  /** Chooses among equal phrases and makes ids, where a request brings no seed. */
  readonly random: Random;
}

/** The model simulator, listening. It depends on nothing. */
export async function compose(config: Config, { clock, logger, random, metrics }: Adapters): Promise<App> {
  const { HOST: host, OPS_PORT, SIM_LLM_PORT: port } = config;
  const started: Running[] = [];
  const ops = metrics && (await startOpsServer({ host, port: OPS_PORT, checks: [], metrics }));
  if (ops) started.push(ops);
  try {
    const control = new Control({
      ttftMs: config.SIM_LLM_TTFT_MS,
      tokensPerSecond: config.SIM_LLM_TOKENS_PER_SECOND,
    });
    const drainMs = config.DRAIN_SECONDS * 1_000;
    const books = new Books();
    const server = await startServer({ host, port, drainMs, clock, logger, random, control, books });
    started.push(server);
    const addresses = { http: server.address, ...(ops ? { ops: ops.address } : {}) };
    return { name: 'sim-llm', addresses, checks: [], stop: () => stopAll(started) };
  } catch (error) {
    await stopAll(started);
    throw error;
  }
}
