import { topics } from '@turnfleet/contract/events';
import { TurnfleetError } from '@turnfleet/core';
import type { Random } from '../time/random.ts';
import type { Mishap } from './link.ts';
import type { SimProcess } from './sim-process.ts';

/** What clients of the log and of the store wait for an answer, milliseconds. */
const logTimeoutMs = 5_000;
const stateTimeoutMs = 3_000;

/** What happens to requests between processes and servers right now; faults set it, `heal` ends it. */
export class Accidents {
  /** Whether there was one. */
  any = false;
  /** Processes that cannot reach the log. */
  readonly cutFromLog = new Set<SimProcess>();
  /** Until when somebody who was stopped or cut off finds back, monotonic milliseconds. */
  awayUntil = 0;
  /** What is done to a process as it is about to append a snapshot, once. */
  readonly atSnapshot = new Map<SimProcess, () => void>();
  /** Share of appends that time out and land `lateMs` later all the same, after what was sent since. */
  lateAppends = { share: 0, lateMs: 0 };
  /** Share of appends that get nowhere. */
  lostAppends = 0;
  /** Share of calls to the store that are applied, but whose answer gets lost. */
  lostAnswers = 0;
  /** Milliseconds that every way to or from the store takes longer. */
  stateLatencyMs = 0;

  beforeCall(process: SimProcess, call: string): void {
    if (call !== `append ${topics.conversations}`) return;
    const strike = this.atSnapshot.get(process);
    this.atSnapshot.delete(process);
    strike?.();
  }

  onWayToLog(process: SimProcess, random: Random, call: string): Mishap | null {
    const instead = () => ({ error: timedOut('The log'), afterMs: logTimeoutMs });
    if (this.cutFromLog.has(process)) return { lost: true, toldInstead: instead() };
    if (!call.startsWith('append')) return null;
    if (this.lostAppends > 0 && random.chance(this.lostAppends)) return { lost: true, toldInstead: instead() };
    const { share, lateMs } = this.lateAppends;
    if (share > 0 && random.chance(share)) return { lateMs: random.between(0, lateMs), toldInstead: instead() };
    return null;
  }

  onWayToState(process: SimProcess, random: Random): Mishap | null {
    if (clockIsWrong(process)) return { lost: true, toldInstead: { error: clocksApart(), afterMs: 0 } };
    const tooSlow = 2 * this.stateLatencyMs > stateTimeoutMs;
    if (!tooSlow && (this.lostAnswers === 0 || !random.chance(this.lostAnswers))) return null;
    return { toldInstead: { error: timedOut('The state store'), afterMs: stateTimeoutMs } };
  }

  heal(): void {
    this.cutFromLog.clear();
    this.atSnapshot.clear();
    this.lateAppends = { share: 0, lateMs: 0 };
    this.lostAppends = 0;
    this.lostAnswers = 0;
    this.stateLatencyMs = 0;
  }
}

/** As the Redis adapter has it: it sends nothing while the clock of its process is further from that of Redis. */
const furthestApartMs = 60_000;

export const clockIsWrong = ({ clockAheadMs }: SimProcess): boolean => Math.abs(clockAheadMs) > furthestApartMs;

const clocksApart = (): TurnfleetError =>
  new TurnfleetError('overloaded', 'The clock of this process is wrong; nothing is done until it is right.', {
    retryAfterMs: 1_000,
  });

const timedOut = (whom: string): TurnfleetError =>
  new TurnfleetError('overloaded', `${whom} did not answer in time; whether it did what was asked is unknown.`);
