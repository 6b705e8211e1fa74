import { type Child, runChild, startChild, stopCleanly } from './child.ts';

export const fleetMain = 'apps/fleet/src/main.ts';

/** Every listener on a free port, so that nothing meets anything else on the machine. */
export const freePorts = {
  PORT: '0',
  DESK_PORT: '0',
  REGISTRY_PORT: '0',
  PRODUCT_PORT: '0',
  INVENTORY_PORT: '0',
  PRICING_PORT: '0',
  LOGISTICS_PORT: '0',
  CUSTOMER_PORT: '0',
  ORDER_PORT: '0',
  SIM_LLM_PORT: '0',
  OPS_PORT: '0',
} as const;

export interface RunningFleet {
  readonly url: string;
  /** By app and purpose: `inventory.grpc`. */
  readonly addresses: Readonly<Record<string, string>>;
  readonly process: Child;
  cli(...args: readonly string[]): Promise<{ readonly code: number | NodeJS.Signals; readonly output: string }>;
  /** SIGTERM; rejects unless it exits with 0. */
  stop(): Promise<void>;
}

/** The whole fleet in one process, or only the apps named, ready. */
export async function startFleet(
  env: Readonly<Record<string, string>> = {},
  only: readonly string[] = [],
  file: string = fleetMain,
): Promise<RunningFleet> {
  const process = startChild(file, ['up', ...(only.length > 0 ? ['--only', only.join(',')] : [])], {
    ...freePorts,
    LOG_LEVEL: 'info',
    ...env,
  });
  const [, listed = '{}'] = await process.says(/"addresses":(\{[^}]*\})/);
  const addresses = JSON.parse(listed) as Record<string, string>;
  const url = addresses['ingress.http'] ?? '';
  return {
    url,
    addresses,
    process,
    cli: (...args) => runChild(fleetMain, args, { TURNFLEET_URL: url }),
    stop: () => stopCleanly(process),
  };
}
