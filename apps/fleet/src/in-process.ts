import { silentLogger, systemClock, TurnfleetError, ulid } from '@turnfleet/core';
import type { Env, Running } from '@turnfleet/service-kit';
import { type AppName, appNames } from './apps.ts';
import { compose } from './compose.ts';
import { readConfig } from './config.ts';

export interface InProcess extends Running {
  /** By app and purpose: `ingress.http`. */
  readonly addresses: Readonly<Record<string, string>>;
}

/** Every listener on a free port. */
const freePorts = Object.fromEntries(
  [
    'PORT',
    'DESK_PORT',
    'OPS_PORT',
    'SIM_LLM_PORT',
    'PRODUCT_PORT',
    'INVENTORY_PORT',
    'PRICING_PORT',
    'LOGISTICS_PORT',
    'CUSTOMER_PORT',
    'ORDER_PORT',
    'REGISTRY_PORT',
  ].map((name) => [name, '0']),
);

/** A fleet, or the apps named, within the caller's process but over real sockets: for what measures or breaks it. */
export async function startInProcess(env: Env, names: readonly AppName[] = appNames): Promise<InProcess> {
  const only = new Set(names);
  const parsed = readConfig({ ...freePorts, ...env }, only);
  if (!parsed.ok) throw new TurnfleetError('invalid_request', parsed.problems.join('; '));
  const clock = systemClock;
  const adapters = { clock, logger: silentLogger, random: Math.random, newId: () => ulid(clock.now(), Math.random) };
  const telemetry = { metricsText: async () => '', spans: null };
  const app = await compose(parsed.value, { ...adapters, telemetry }, only);
  return { addresses: app.addresses, stop: () => app.stop() };
}
