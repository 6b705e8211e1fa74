import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { type ServiceName, serviceNames, variables } from './service.ts';

export interface Config {
  /** Addresses the environment names; these are used or refused, never replaced. */
  readonly addresses: Partial<Record<ServiceName, string>>;
  /** On a build machine a missing server is a failure, and missing packages are installed. */
  readonly ci: boolean;
  /** Downloads that outlive a clone. */
  readonly cacheFolder: string;
  /** What was started from this clone. */
  readonly stateFolder: string;
  /** Passed on to the command of `run`. */
  readonly environment: Readonly<NodeJS.ProcessEnv>;
}

export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const cacheFolder = join(environment.XDG_CACHE_HOME || join(homedir(), '.cache'), 'turnfleet');
  const clone = createHash('sha256')
    .update(import.meta.dirname)
    .digest('hex')
    .slice(0, 12);
  const addresses: Partial<Record<ServiceName, string>> = {};
  for (const service of serviceNames) {
    const address = environment[variables[service]]?.trim();
    if (address) addresses[service] = address;
  }
  return {
    addresses,
    ci: environment.CI === 'true',
    cacheFolder,
    stateFolder: join(cacheFolder, 'services', clone),
    environment,
  };
}
