import { silentLogger, systemClock } from '@turnfleet/core';
import { openKafkaLog } from '@turnfleet/kafka';
import { type LogRecord, type RunOutcome, startTurnEngine } from '@turnfleet/turn-engine';
import type { Handler } from '../work/measured-run.ts';
import { decodeMessage } from '../work/message.ts';
import type { StartConsumer } from './consumer.ts';

/** The orchestrator's own numbers: MAX_TURNS_IN_FLIGHT, bytes in flight, commit interval, lease. */
export const turnsInFlight = 1_000;
const bytesInFlight = 256 * 2 ** 20;
const commitIntervalMs = 500;
const leaseMs = 7_000;

/** The turn engine over Kafka, as the orchestrator runs it; owning a partition costs nothing here. */
export const startTurnfleet: StartConsumer = async ({ brokers, topic, group }, handle) => {
  const clock = systemClock;
  const log = await openKafkaLog({ brokers, clientId: 'bench', clock, logger: silentLogger });
  const engine = await startTurnEngine<'owned'>({
    log,
    group,
    topic,
    clock,
    capacity: { turns: turnsInFlight, bytes: bytesInFlight },
    commitIntervalMs,
    leaseMs,
    drainMs: 30_000,
    stuckAfterMs: 60_000,
    laneOf,
    claim: () => Promise.resolve('owned'),
    process: (records) => processWith(handle, records),
  });
  return {
    stop: async () => {
      await engine.drain();
      await log.close();
    },
  };
};

const text = new TextDecoder();

function laneOf({ key }: LogRecord) {
  return { lane: text.decode(key ?? undefined), priority: 2 } as const;
}

async function processWith(handle: Handler, records: readonly LogRecord[]): Promise<RunOutcome> {
  for (const { value } of records) await handle(decodeMessage(value));
  return 'done';
}
