import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { silentLogger } from '@turnfleet/core';
import { countingIds, ManualClock, settle } from '@turnfleet/core/testing';
import {
  chatTopics,
  createEmbeddedLog,
  createMemoryBudgets,
  createMemoryFleetStatus,
  createMemoryHandoffs,
  createMemoryLoads,
  createMemoryQuota,
} from '@turnfleet/embedded';
import { memoryServer } from '@turnfleet/embedded/testing';
import type { App } from '@turnfleet/service-kit';
import { startTelemetry, type Telemetry } from '@turnfleet/telemetry/sdk';
import type { Membership, TurnLog } from '@turnfleet/turn-engine';
import { compose } from './compose.ts';
import { configSchema } from './config.ts';

const partitions = 2;
const config = configSchema.parse({ OPS_PORT: '0', SIM_LLM_PORT: '1', PRODUCT_PORT: '1', INVENTORY_PORT: '1' });

/** An orchestrator whose group lets it in, lets it go and throws it out when the spec says so. */
function given(metrics: () => Promise<string>) {
  const clock = new ManualClock();
  const log = createEmbeddedLog(clock, chatTopics(partitions));
  const [letIn, letGo] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const thrownOut = Promise.withResolvers<void>();
  const join: TurnLog['join'] = async (...args) => {
    await letIn.promise;
    const membership: Membership = await log.join(...args);
    return new Proxy(membership, {
      get: (target, name) => {
        if (name === 'ended') return thrownOut.promise;
        if (name === 'leave') return () => letGo.promise.then(() => target.leave());
        const value: unknown = Reflect.get(target, name);
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });
  };
  const composing = compose(config, {
    ...memoryServer({ clock, partitions, journalTtlMs: 3_600_000 }).connect(),
    ...{ clock, partitions, metrics, checks: [], logger: silentLogger, newId: countingIds('run') },
    log: { ...log, join },
    feed: log,
    fleetStatus: createMemoryFleetStatus(clock),
    budgets: createMemoryBudgets(),
    endpointQuota: createMemoryQuota(clock),
    loads: createMemoryLoads(clock),
    handoffs: createMemoryHandoffs(clock),
  });
  return { log, composing, letIn: letIn.resolve, letGo: letGo.resolve, throwOut: thrownOut.reject };
}

describe('the state of the engine', () => {
  let telemetry: Telemetry;
  beforeEach(() => {
    telemetry = startTelemetry({ serviceName: 'orchestrator', export: false }, silentLogger);
  });
  afterEach(() => telemetry.stop());

  const measured = async (): Promise<string[]> =>
    [...(await telemetry.metricsText()).matchAll(/^turnfleet_engine_state\{state="(\w+)"\} 1$/gm)].map(
      ([, state = '']) => state,
    );
  const readiness = async (app: App): Promise<unknown> => {
    const answer = await fetch(`${app.addresses['ops']}/readyz`);
    return [answer.status, ((await answer.json()) as { checks: Record<string, string> }).checks['engine']];
  };

  it('goes from joining to drained, in /metrics and for /readyz', async () => {
    const { log, composing, letIn, letGo } = given(() => telemetry.metricsText());
    expect(await measured()).toEqual(['joining']);

    letIn();
    const app = await composing;
    expect(await measured()).toEqual(['running']);
    expect(app.checks.find(({ name }) => name === 'engine')?.problem()).toBeNull();

    const stopping = app.stop();
    await settle();
    expect(await measured()).toEqual(['draining']);
    expect(await readiness(app)).toEqual([503, expect.stringContaining('draining')]);

    letGo();
    await stopping;
    expect(app.checks.find(({ name }) => name === 'engine')?.problem()).toContain('drained');
    await log.close();
  });

  it('stays failed once its group has thrown it out, until the process ends', async () => {
    const { log, composing, letIn, letGo, throwOut } = given(() => telemetry.metricsText());
    letIn();
    letGo();
    const app = await composing;

    throwOut(new Error('the consumer crashed'));
    await expect(app.failed).rejects.toThrow('the consumer crashed');

    expect(await measured()).toEqual(['failed']);
    expect(await readiness(app)).toEqual([503, expect.stringContaining('cannot go on')]);
    await app.stop();
    await log.close();
  });
});
