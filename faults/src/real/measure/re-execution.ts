import type { Accounts } from '../load/accounts.ts';
import type { Death } from './deaths.ts';

/** A worker asked the model about a turn, at (Unix milliseconds). */
export interface Asked {
  readonly worker: string;
  readonly at: number;
}

export interface ReExecution {
  readonly worker: string;
  readonly inFlight: number;
  /** Turns that another worker began again after the death. */
  readonly again: number;
  /** Of those, the ones that were not being worked on by the dead one. */
  readonly beyondRunning: number;
}

/** Who asked about which turn, in the order of asking. */
export interface AskedByTurn {
  readonly turns: ReadonlyMap<string, readonly Asked[]>;
  readonly add: (worker: string, turn: string) => void;
}

export function askedByTurn(): AskedByTurn {
  const turns = new Map<string, Asked[]>();
  return {
    turns,
    add: (worker, turn) => {
      const all = turns.get(turn) ?? [];
      turns.set(turn, all);
      all.push({ worker, at: Date.now() });
    },
  };
}

/** What one death made others do again. A turn ran on the dead worker if that was the last to ask, and there was no reply. */
export function reExecutedAfter(
  death: Death,
  asked: ReadonlyMap<string, readonly Asked[]>,
  accounts: Pick<Accounts, 'replyOf'>,
): ReExecution {
  let [again, beyondRunning] = [0, 0];
  for (const [turn, all] of asked) {
    const before = all.findLast(({ at }) => at <= death.at);
    if (!before) continue;
    const after = all.find(({ at, worker }) => at > death.at && at <= death.until && worker !== before.worker);
    if (!after) continue;
    again++;
    const reply = accounts.replyOf(turn);
    const ran = before.worker === death.worker && !(reply && reply.at <= death.at);
    if (!ran) beyondRunning++;
  }
  return { worker: death.worker, inFlight: death.inFlight, again, beyondRunning };
}
