import type { Clock } from '@turnfleet/core';
import type { Message } from './message.ts';
import { OrderChecker, type OrderReport } from './order.ts';

/** What a consumer does with each message. */
export type Handler = (message: Message) => Promise<void>;

export interface RunReport extends OrderReport {
  readonly messages: number;
  /** From the begin of the first message to the end of the last one. */
  readonly seconds: number;
  readonly perSecond: number;
  /** Of this process, user and system. */
  readonly cpuMicrosPerMessage: number;
}

export interface MeasuredRun {
  readonly handle: Handler;
  /** Resolves when every message has ended once. */
  readonly finished: Promise<RunReport>;
}

/** Work of `messages` messages, each of which waits `waitMs` (0: not at all), measured from the inside of the handler. */
export function measuredRun(clock: Clock, messages: number, waitMs: number): MeasuredRun {
  const order = new OrderChecker();
  const { promise: finished, resolve } = Promise.withResolvers<RunReport>();
  let began = 0;
  let cpu = process.cpuUsage();
  let begun = 0;
  let left = messages;

  const end = (key: string, first: boolean): void => {
    order.end(key);
    if (!first || --left > 0) return;
    const seconds = (clock.monotonic() - began) / 1_000;
    const { user, system } = process.cpuUsage(cpu);
    const perSecond = messages / seconds;
    resolve({ ...order.report(), messages, seconds, perSecond, cpuMicrosPerMessage: (user + system) / messages });
  };
  const handle: Handler = ({ key, sequence }) => {
    if (begun++ === 0) {
      began = clock.monotonic();
      cpu = process.cpuUsage();
    }
    const first = order.begin(key, sequence);
    if (waitMs > 0)
      return new Promise((done) => {
        clock.setTimer(waitMs, () => {
          end(key, first);
          done();
        });
      });
    end(key, first);
    return Promise.resolve();
  };
  return { handle, finished };
}
