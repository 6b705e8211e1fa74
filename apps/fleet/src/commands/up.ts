import { systemClock, ulid } from '@turnfleet/core';
import { type App, createLogger, type Env, type ParsedConfig, runProcess, stopAll } from '@turnfleet/service-kit';
import { startTelemetry } from '@turnfleet/telemetry';
import { type AppName, appNames } from '../apps.ts';
import { compose } from '../compose.ts';
import { type Config, readConfig } from '../config.ts';
import type { Terminal } from './chat.ts';

/** Runs the apps `only` in this process until a signal. */
export function up(only: ReadonlySet<AppName>, terminal: Terminal): Promise<void> {
  return runProcess<Config>({
    name: 'turnfleet',
    args: [],
    readConfig: (env: Env): ParsedConfig<Config> => readConfig({ LOG_LEVEL: 'warn', ...env }, only),
    logger: (config) => createLogger('turnfleet', config.LOG_LEVEL),
    start: async (config, logger) => {
      terminal.write(`Starting ${describe(only)} …\n`);
      const exporting = config.OTEL_EXPORTER_OTLP_ENDPOINT !== undefined;
      const telemetry = startTelemetry({ serviceName: 'turnfleet', export: exporting }, logger);
      const newId = () => ulid(systemClock.now(), Math.random);
      const app = await compose(config, { clock: systemClock, random: Math.random, logger, newId, telemetry }, only);
      const stop = async (): Promise<void> => {
        terminal.write('Draining: running turns finish, nothing new is taken …\n');
        await stopAll([telemetry, app]);
        terminal.write('Stopped.\n');
      };
      return { ...app, stop };
    },
    ready: (app) => terminal.write(readyText(app)),
  });
}

function describe(only: ReadonlySet<AppName>): string {
  return appNames.every((name) => only.has(name)) ? 'the whole fleet in this process' : [...only].join(', ');
}

function readyText({ addresses }: App): string {
  const page = addresses['ingress.http'];
  if (page === undefined) {
    const listed = Object.entries(addresses).map(([name, address]) => `  ${name.padEnd(18)} ${address}`);
    return ['Ready.', ...listed, ''].join('\n');
  }
  const where = page.endsWith(':8080') ? '' : ` --url ${page}`;
  return [
    `Ready. The page is at ${page}`,
    `Or ask here: npx turnfleet chat${where} "SKU-2024-888 上海有货吗?"`,
    'Ctrl-C drains and stops.',
    '',
  ].join('\n');
}
