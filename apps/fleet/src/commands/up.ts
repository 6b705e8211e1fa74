import { systemClock, ulid } from '@turnfleet/core';
import { type App, type Env, type ParsedConfig, runProcess } from '@turnfleet/service-kit';
import { type AppName, appNames } from '../apps.ts';
import { compose } from '../compose.ts';
import { type Config, readConfig } from '../config.ts';
import { readyText } from '../ready-text.ts';
import type { Terminal } from './chat.ts';

/** Runs the apps `only` in this process until a signal. */
export function up(only: ReadonlySet<AppName>, terminal: Terminal): Promise<void> {
  return runProcess<Config>({
    name: 'turnfleet',
    serviceName: 'turnfleet',
    clock: systemClock,
    args: [],
    readConfig: (env: Env): ParsedConfig<Config> => readConfig({ ...env, LOG_LEVEL: env['LOG_LEVEL'] || 'warn' }, only),
    start: async (config, parts) => {
      terminal.write(`Starting ${describe(only)} …\n`);
      const newId = () => ulid(systemClock.now(), Math.random);
      const app = await compose(config, { ...parts, random: Math.random, newId }, only);
      return { ...app, stop: () => stopTelling(app, terminal) };
    },
    ready: ({ addresses }) => terminal.write(readyText(addresses)),
  });
}

async function stopTelling(app: App, terminal: Terminal): Promise<void> {
  terminal.write('Draining: running turns finish, nothing new is taken …\n');
  await app.stop();
  terminal.write('Stopped.\n');
}

function describe(only: ReadonlySet<AppName>): string {
  return appNames.every((name) => only.has(name)) ? 'the whole fleet in this process' : [...only].join(', ');
}
