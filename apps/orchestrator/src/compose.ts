import type { Backbone } from '@turnfleet/backbone';
import { topics } from '@turnfleet/contract';
import type { Fence } from '@turnfleet/conversation';
import { type NewId, RetryBudget, Semaphore } from '@turnfleet/core';
import { openAiTools } from '@turnfleet/llm';
import { countTokens } from '@turnfleet/models';
import { type App, type Running, type ServiceAdapters, startOpsServer, stopAll } from '@turnfleet/service-kit';
import { tracedLog } from '@turnfleet/telemetry';
import { startTurnEngine } from '@turnfleet/turn-engine';
import type { Config } from './config.ts';
import { observeEngine } from './engine-metrics.ts';
import { laneOf } from './lane.ts';
import { chooseModel } from './model.ts';
import { takePartition } from './partition/take.ts';
import { openToolBox } from './tools.ts';
import { recordDecoder } from './turn/decode.ts';
import { turnMetrics } from './turn/metrics.ts';
import { recordProcessor } from './turn/process-record.ts';
import { suggester } from './turn/suggestions.ts';
import { tracedStore } from './turn/traced-store.ts';
import { watchEngine } from './vital-signs.ts';

export interface Adapters extends ServiceAdapters, Omit<Backbone, 'stop'> {
  readonly newId: NewId;
}

const commitIntervalMs = 500;
const bytesInFlight = 256 * 2 ** 20;
const restoresAtOnce = 2;

/** The orchestrator, at work. With `metrics` it serves `/livez /readyz /metrics` too. */
export async function compose(config: Config, adapters: Adapters): Promise<App> {
  const { clock, logger, journal, desk, newId, partitions } = adapters;
  const log = tracedLog(adapters.log, 'turnfleet/orchestrator');
  const store = tracedStore(adapters.store);
  const model = chooseModel(config, clock);
  const toolBox = openToolBox(config, clock);
  const turnDeadlineMs = config.TURN_DEADLINE_SECONDS * 1_000;
  const decode = recordDecoder(turnDeadlineMs);
  const process = recordProcessor({
    clock,
    logger,
    newId,
    log,
    store,
    desk,
    journal,
    partitions,
    countTokens,
    toolTokens: countTokens(JSON.stringify(openAiTools(toolBox.tools))),
    longestWorkMs: turnDeadlineMs,
    group: config.KAFKA_GROUP_ID,
    decode,
    attempts: config.MAX_TURN_ATTEMPTS,
    model: model.client,
    entry: model.entry,
    retries: new RetryBudget(),
    tools: toolBox.tools,
    toolsOfTurn: toolBox.ofTurn,
    suggest: suggester(toolBox.tools),
    metrics: turnMetrics(),
  });
  const restoring = new Semaphore(restoresAtOnce);
  const started: Running[] = [{ stop: () => model.client.close() }, { stop: async () => toolBox.transport.close() }];
  const checks = [...adapters.checks, ...toolBox.transport.checks];
  try {
    const ops =
      adapters.metrics &&
      (await startOpsServer({ host: config.HOST, port: config.OPS_PORT, checks, metrics: adapters.metrics }));
    if (ops) started.push(ops);
    const engine = await startTurnEngine<Fence>({
      log,
      group: config.KAFKA_GROUP_ID,
      topic: topics.turns,
      clock,
      capacity: { turns: config.MAX_TURNS_IN_FLIGHT, bytes: bytesInFlight },
      commitIntervalMs,
      drainMs: config.DRAIN_SECONDS * 1_000,
      stuckAfterMs: 2 * turnDeadlineMs + 30_000,
      laneOf: (record) => laneOf(record, decode),
      claim: (partition, signal) => takePartition({ store, log, clock, logger, restoring }, partition, signal),
      process,
      events: {
        failed: ({ partition, offset }, error, failures) =>
          logger.error(
            { err: error, partition, offset: String(offset), failures },
            'work on a record failed and is repeated',
          ),
        claimFailed: (partition, error) =>
          logger.warn({ err: error, partition }, 'a partition could not be taken; trying again'),
        lost: (partition, running) => logger.info({ partition, running }, 'a partition went to another worker'),
        commitFailed: (error) => logger.warn({ err: error }, 'offsets could not be committed; trying again'),
      },
    });
    const vitals = watchEngine(clock, engine, adapters.checks);
    const unobserve = observeEngine(() => engine.stats());
    started.push({
      stop: async () => {
        vitals.stop();
        const report = await engine.drain().finally(unobserve);
        logger.info(report, 'the turn engine has drained');
      },
    });
    let stopping: Promise<void> | undefined;
    return {
      name: 'orchestrator',
      addresses: ops ? { ops: ops.address } : {},
      checks,
      failed: vitals.failed,
      stop: () => (stopping ??= stopAll(started)),
    };
  } catch (error) {
    await stopAll(started);
    throw error;
  }
}
