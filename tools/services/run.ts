import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import type { Config } from './config.ts';
import { serviceEnvironment } from './environment.ts';
import type { Interruption } from './interruption.ts';
import type { ServiceMap, ServiceName } from './service.ts';
import { startServices } from './services.ts';

interface RunOptions {
  readonly config: Config;
  readonly only: readonly ServiceName[];
  readonly command: readonly string[];
  readonly log: (line: string) => void;
  readonly interruption: Interruption;
}

/** Runs a command with the services up and stops afterwards what was started for it; resolves to the command's exit code. */
export async function runWithServices(options: RunOptions): Promise<number> {
  const { config, only, log, interruption } = options;
  const started = await startServices({ config, only, log, signal: interruption.signal });
  try {
    const missing = unavailable(started.services);
    for (const line of missing) log(line);
    if (config.ci && missing.length > 0) throw new Error('a service is missing, and CI=true makes that a failure');
    return await runToEnd(options, serviceEnvironment(started.services));
  } finally {
    await started.stop();
  }
}

function unavailable(services: ServiceMap): readonly string[] {
  return Object.entries(services).flatMap(([name, service]) =>
    service.kind === 'unavailable' ? [`${name} is not available: ${service.reason}`] : [],
  );
}

function runToEnd(options: RunOptions, additions: Record<string, string | undefined>): Promise<number> {
  const [command = '', ...args] = options.command;
  const environment = { ...options.config.environment, ...additions };
  options.interruption.signal.throwIfAborted();
  const child = spawn(command, args, { stdio: 'inherit', env: environment });
  // A terminal sends Ctrl-C to the command itself, too; a second one would make many a program give up its clean end.
  const terminal = [process.stdin, process.stdout, process.stderr].some((stream) => stream.isTTY);
  options.interruption.handOver((signal) => {
    if (!(terminal && signal === 'SIGINT')) child.kill(signal);
  });
  return new Promise((resolve) => {
    child.once('error', (error) => {
      options.log(`${command} could not be run: ${error.message}`);
      resolve(127);
    });
    child.once('exit', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  });
}
