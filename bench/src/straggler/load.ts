import type { Clock } from '@turnfleet/core';
import type { Key } from '../work/keys.ts';
import { roundRobin } from '../work/message.ts';
import type { Executions } from './executions.ts';
import { idOf, type Send } from './send-messages.ts';

export interface Load {
  /** Offers no more; resolves when what was offered has arrived. */
  stop(): Promise<void>;
}

const tickMs = 20;

/** Offers so many messages a second, taken or not; the keys take turns. */
export function startLoad(
  clock: Clock,
  keys: readonly Key[],
  perSecond: number,
  executions: Executions,
  send: Send,
): Load {
  const startedAt = clock.monotonic();
  let offered = 0;
  let sent: Promise<unknown> = Promise.resolve();
  let stopped = false;
  const tick = (): void => {
    if (stopped) return;
    clock.setTimer(tickMs, tick);
    const now = clock.monotonic();
    const due = Math.floor(((now - startedAt) * perSecond) / 1_000) - offered;
    if (due === 0) return;
    const messages = Array.from({ length: due }, (_, i) => roundRobin(keys, offered + i));
    offered += due;
    for (const message of messages) executions.offered(idOf(message), message.partition, now);
    sent = Promise.all([sent, send(messages)]);
  };
  tick();
  return {
    stop: async () => {
      stopped = true;
      await sent;
    },
  };
}
