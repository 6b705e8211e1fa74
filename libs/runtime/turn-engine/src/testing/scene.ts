import { headerBytes } from '@turnfleet/contract/events';
import { ManualClock, settle } from '@turnfleet/core/testing';
import { startTurnEngine, type TurnEngine } from '../engine.ts';
import type { RunOutcome, TurnEngineOptions } from '../options.ts';
import { FakeTurnLog } from './fake-turn-log.ts';
import { handRunner } from './hand-runner.ts';
import { recordOf } from './record-of.ts';

/** An engine alone on a log, all partitions claimed, whose runs a spec ends by hand. */
export interface Scene {
  readonly clock: ManualClock;
  readonly log: FakeTurnLog;
  readonly engine: TurnEngine;
  readonly running: ReturnType<typeof handRunner<string>>['running'];
  /** Texts of what runs now, in the order of starting. */
  readonly texts: () => string[];
  /** Ends the run of the records with these texts. */
  readonly end: (text: string, outcome?: RunOutcome) => Promise<void>;
  /** Puts records `key@offset` or `key@offset/partition` and delivers. */
  readonly given: (...texts: string[]) => Promise<void>;
}

export const commitIntervalMs = 1_000;
export const drainMs = 25_000;
export const stuckAfterMs = 60_000;
export const leaseMs = 7_000;

export async function start(changes: Partial<TurnEngineOptions<string>> = {}, partitions = 1): Promise<Scene> {
  const clock = new ManualClock();
  const log = new FakeTurnLog(clock, partitions);
  const { running, process } = handRunner<string>();
  let epoch = 0;
  const engine = await startTurnEngine<string>({
    log,
    group: 'g',
    topic: 'chat.turns',
    clock,
    capacity: { turns: 10, bytes: 10_000 },
    commitIntervalMs,
    drainMs,
    stuckAfterMs,
    leaseMs,
    laneOf: ({ key, headers }) => ({
      lane: new TextDecoder().decode(key ?? undefined),
      priority: headers.high ? 1 : headers.low ? 3 : 2,
      joins: headers.single ? null : new TextDecoder().decode(headerBytes(headers, 'joins') ?? undefined),
    }),
    claim: async (partition) => `epoch ${++epoch} of ${partition}`,
    process,
    ...changes,
  });
  await log.assign([...Array(partitions).keys()]);
  await settle();
  return {
    clock,
    log,
    engine,
    running,
    texts: () => running.map(({ text }) => text),
    async end(text, outcome = 'done') {
      running.find((run) => run.text === text)?.end(outcome);
      await settle();
    },
    async given(...texts) {
      for (const text of texts) {
        const [, key = '', offset = '', partition = '0'] = /^(.*)@(\d+)(?:\/(\d+))?$/.exec(text) ?? [];
        log.put(recordOf(key, BigInt(offset), Number(partition)));
      }
      log.flow();
      await settle();
    },
  };
}
