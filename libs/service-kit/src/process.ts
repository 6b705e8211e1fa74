import { toTurnfleetError } from '@turnfleet/core';
import type { App } from './app.ts';
import type { Env, ParsedConfig } from './config.ts';
import type { Logger } from './logger.ts';

export interface ProcessPlan<C> {
  readonly name: string;
  readonly readConfig: (env: Env) => ParsedConfig<C>;
  readonly logger: (config: C) => Logger;
  readonly start: (config: C, logger: Logger) => Promise<App>;
  /** Called once everything listens. */
  readonly ready?: (app: App) => void;
  /** Arguments that nobody has read yet; default: those of the command line. */
  readonly args?: readonly string[];
}

export const exitCodes = { fine: 0, failed: 1, usage: 2 } as const;

/**
 * The life of a process: arguments (`--help`, no others) → configuration (every mistake at once, exit 2) → start (exit 1 if it fails) → run until SIGINT
 * or SIGTERM → stop (exit 0) or until the app fails (exit 1). A second signal ends it at once (exit 1).
 */
export async function runProcess<C>(plan: ProcessPlan<C>): Promise<void> {
  readArguments(plan.name, plan.args ?? process.argv.slice(2));
  const config = plan.readConfig(process.env);
  if (!config.ok) {
    const lines = config.problems.map((problem) => `  ${problem}`);
    process.stderr.write(`${plan.name}: the configuration has mistakes:\n${lines.join('\n')}\n`);
    process.exit(exitCodes.usage);
  }
  const logger = plan.logger(config.value);
  const signalled = firstSignal(logger);
  let app: App;
  try {
    app = await plan.start(config.value, logger);
  } catch (error) {
    const { message, details } = toTurnfleetError(error);
    logger.error({ err: error }, `${plan.name} could not start: ${message} ${details.suggestion ?? ''}`.trimEnd());
    process.exit(exitCodes.failed);
  }
  logger.info({ addresses: app.addresses }, `${plan.name} is ready`);
  plan.ready?.(app);
  const ending = app.failed ? Promise.race([signalled, app.failed]) : signalled;
  const code = await ending.then(
    (signal) => {
      logger.info({ signal }, `${plan.name} drains`);
      return exitCodes.fine;
    },
    (error: unknown) => {
      logger.error({ err: error }, `${plan.name} cannot go on: ${toTurnfleetError(error).message}`);
      return exitCodes.failed;
    },
  );
  try {
    await app.stop();
    logger.info({}, `${plan.name} has stopped`);
    process.exit(code);
  } catch (error) {
    logger.error({ err: error }, `${plan.name} did not stop cleanly: ${toTurnfleetError(error).message}`);
    process.exit(exitCodes.failed);
  }
}

function readArguments(name: string, args: readonly string[]): void {
  const [first] = args;
  if (first === undefined) return;
  const usage = `usage: ${name}\nRuns until SIGINT or SIGTERM. Takes no arguments: the environment configures it.\n`;
  if (first === '--help' || first === '-h') {
    process.stdout.write(usage);
    process.exit(exitCodes.fine);
  }
  process.stderr.write(`${name}: there is no argument ${first}\n${usage}`);
  process.exit(exitCodes.usage);
}

/** Resolves at the first SIGINT or SIGTERM; the second ends the process without waiting for the drain. */
function firstSignal(logger: Logger): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let seen = false;
    const onSignal = (signal: NodeJS.Signals): void => {
      if (seen) {
        logger.warn({ signal }, 'second signal: ending at once, without draining');
        process.exit(exitCodes.failed);
      }
      seen = true;
      resolve(signal);
    };
    process.on('SIGINT', onSignal);
    process.on('SIGTERM', onSignal);
  });
}
