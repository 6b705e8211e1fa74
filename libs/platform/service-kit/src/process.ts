import { type Clock, type Logger, toTurnfleetError } from '@turnfleet/core';
import { startTelemetry, type Telemetry, type TelemetryConfig } from '@turnfleet/telemetry/sdk';
import type { App } from './app.ts';
import type { CommonConfig, Env, ParsedConfig } from './config.ts';
import { surviveEscapedErrors } from './escaped-errors.ts';
import { createLogger } from './logger.ts';
import { type Signals, signals } from './signals.ts';

interface ProcessDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly telemetry: Telemetry;
}

interface ProcessPlan<C> {
  readonly name: string;
  /** The `service.name` of its spans and metrics. */
  readonly serviceName: string;
  readonly clock: Clock;
  readonly readConfig: (env: Env) => ParsedConfig<C>;
  /** What it started has stopped again if it rejects. */
  readonly start: (config: C, parts: ProcessDeps) => Promise<App>;
  /** Called once everything listens. */
  readonly ready?: (app: App) => void;
  /** Arguments that nobody has read yet; default: those of the command line. */
  readonly args?: readonly string[];
}

export const exitCodes = { fine: 0, failed: 1, usage: 2 } as const;

/** What closing connections and sending the last spans may take after the drain. */
const closingMs = 15_000;

/**
 * The life of a process: arguments → configuration (exit 2 if wrong) → start (exit 1 if it fails) → run until SIGINT or
 * SIGTERM → stop (exit 0), or until the app fails (exit 1). A signal during the start stops what started. A second one ends
 * the process at once with 1, as does a stop 15 s over `DRAIN_SECONDS`. An error that nobody caught ends only a start.
 */
export async function runProcess<C extends CommonConfig>(plan: ProcessPlan<C>): Promise<void> {
  readArguments(plan.name, plan.args ?? process.argv.slice(2));
  const { name, clock } = plan;
  const config = configOrExit(plan);
  const logger = createLogger(name, config.LOG_LEVEL);
  const telemetry = startTelemetry(telemetryConfig(plan.serviceName, config), logger);
  const endAfterLimit = (): void => {
    const limitMs = config.DRAIN_SECONDS * 1_000 + closingMs;
    clock.setTimer(limitMs, () => {
      logger.error({ limitMs }, `${name} did not stop in time: ending at once`);
      process.exit(exitCodes.failed);
    });
  };
  const asked = signals(clock, {
    first: (signal) => {
      logger.info({ signal }, `${name} was asked to stop`);
      endAfterLimit();
    },
    second: (signal) => {
      logger.warn({ signal }, 'second signal: ending at once, without draining');
      process.exit(exitCodes.failed);
    },
  });
  let code: number = exitCodes.fine;
  const fail = (what: string, error: unknown): void => {
    code = exitCodes.failed;
    report(logger, `${name} ${what}`, error);
  };
  const app = await plan.start(config, { clock, logger, telemetry }).catch((error: unknown) => {
    fail('could not start', error);
    return null;
  });
  if (app) {
    surviveEscapedErrors(name, clock, logger);
    // It may fail before or after anybody waits for that.
    app.failed?.catch(() => undefined);
    if (!asked.received()) await live(plan, app, logger, asked).catch((error: unknown) => fail('cannot go on', error));
    if (!asked.received()) endAfterLimit();
    await app.stop().then(
      () => logger.info({}, `${name} has stopped`),
      (error: unknown) => fail('did not stop cleanly', error),
    );
  }
  await telemetry.stop().catch((error: unknown) => fail('did not send its last spans and metrics', error));
  process.exit(code);
}

/** Until the first signal; rejects if the app fails before. */
async function live<C>({ name, ready }: ProcessPlan<C>, app: App, logger: Logger, asked: Signals): Promise<void> {
  logger.info({ addresses: app.addresses }, `${name} is ready`);
  ready?.(app);
  await Promise.race([asked.first, ...(app.failed ? [app.failed] : [])]);
}

/** In the log and, where somebody watches, once more in plain words. */
function report(logger: Logger, what: string, error: unknown): void {
  const { message, details } = toTurnfleetError(error);
  const text = `${what}: ${[message, details.suggestion].filter(Boolean).join(' ')}`;
  logger.error({ err: error }, text);
  if (process.stderr.isTTY) process.stderr.write(`${text}\n`);
}

const telemetryConfig = (serviceName: string, config: CommonConfig): TelemetryConfig => ({
  serviceName,
  export: config.OTEL_EXPORTER_OTLP_ENDPOINT !== undefined,
  sampling: { name: config.OTEL_TRACES_SAMPLER, ratio: config.OTEL_TRACES_SAMPLER_ARG },
});

function configOrExit<C>(plan: ProcessPlan<C>): C {
  const config = plan.readConfig(process.env);
  if (config.ok) return config.value;
  const lines = config.problems.map((problem) => `  ${problem}`);
  process.stderr.write(`${plan.name}: the configuration has mistakes:\n${lines.join('\n')}\n`);
  process.exit(exitCodes.usage);
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
