import type { ConversationState } from '@turnfleet/conversation';
import type { TurnLog } from '@turnfleet/turn-engine';
import type { AnsweringDeps } from '@turnfleet/worker';
import type { TakeStep } from './meddle.ts';

interface MeddledPorts {
  readonly ports: Pick<AnsweringDeps, 'log' | 'store' | 'gateway' | 'journal'>;
  /** Subscriptions that are open. */
  readonly watching: () => number;
}

/** A worker's ports, of which each call is one step. */
export function meddledPorts(
  { store, gateway, journal }: ConversationState,
  log: TurnLog,
  take: TakeStep,
): MeddledPorts {
  let watching = 0;
  const ports: MeddledPorts['ports'] = {
    log: {
      append: (record) => take(`append ${record.topic}`, () => log.append(record)),
      endOf: (topic, partition) => take(`end of ${topic}`, () => log.endOf(topic, partition)),
      read: (...args) => log.read(...args),
    },
    store: {
      partitions: () => store.partitions(),
      now: () => store.now(),
      claim: (...args) => take('claim', () => store.claim(...args)),
      restore: (...args) => take('restore', () => store.restore(...args)),
      check: (fence) => store.check(fence),
      catchUp: (...args) => take('catch up', () => store.catchUp(...args)),
      current: (...args) => store.current(...args),
      running: (fence) => store.running(fence),
      claimTimers: (...args) => take('claim timers', () => store.claimTimers(...args)),
      idle: (...args) => store.idle(...args),
      readIdle: (...args) => take('readIdle', () => store.readIdle(...args)),
      expire: (...args) => take('expire', () => store.expire(...args)),
      begin: (...args) => take('begin', () => store.begin(...args)),
      noteSpending: (...args) => take('note spending', () => store.noteSpending(...args)),
      release: (...args) => take('release', () => store.release(...args)),
      commit: (...args) => take('commit', () => store.commit(...args)),
      abridge: (...args) => take('abridge', () => store.abridge(...args)),
      confirm: (...args) => take('confirm', () => store.confirm(...args)),
      settle: (...args) => take('settle', () => store.settle(...args)),
    },
    gateway: {
      watchCancel: async (...args) => {
        const watch = await take('watch cancel', () => gateway.watchCancel(...args));
        watching++;
        return {
          close: () => {
            watching--;
            watch.close();
          },
        };
      },
    },
    journal: {
      accept: (...args) => take('accept', () => journal.accept(...args)),
      append: (...args) => take('journal', () => journal.append(...args)),
    },
  };
  return { ports, watching: () => watching };
}
