import type { Accounts } from '../load/accounts.ts';
import type { Death } from './deaths.ts';

/** A worker asked the model about a turn, at (Unix milliseconds). */
interface Asked {
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
interface AskedByTurn {
  readonly turns: ReadonlyMap<string, readonly Asked[]>;
  readonly add: (worker: string, turn: string, at: number) => void;
}

export function askedByTurn(): AskedByTurn {
  const turns = new Map<string, Asked[]>();
  return {
    turns,
    add: (worker, turn, at) => {
      const all = [...(turns.get(turn) ?? []), { worker, at }];
      turns.set(
        turn,
        all.sort((a, b) => a.at - b.at),
      );
    },
  };
}

/**
 * What one death made others do again: turns of the partitions that changed hands by it. A turn ran on the dead worker if
 * that was the last to ask, and there was no reply. One of its partitions that another worker had asked about last was
 * given to it before, and waited there to be done again: that is not this death's doing.
 */
export function reExecutedAfter(
  death: Death,
  asked: ReadonlyMap<string, readonly Asked[]>,
  accounts: Pick<Accounts, 'replyOf'>,
): ReExecution {
  let [again, beyondRunning] = [0, 0];
  for (const [turn, all] of asked) {
    const before = all.findLast(({ at }) => at <= death.at);
    const after =
      before && all.find(({ at, worker }) => at > death.at && at <= death.until && worker !== before.worker);
    const reply = accounts.replyOf(turn);
    if (!after || !reply) continue;
    const answered = reply.at <= death.at;
    const ran = before.worker === death.worker && !answered;
    const itsOwn = death.lost.includes(reply.partition) && (ran || answered);
    if (!itsOwn && !death.movedBesides.includes(reply.partition)) continue;
    again++;
    if (!ran) beyondRunning++;
  }
  return { worker: death.worker, inFlight: death.inFlight, again, beyondRunning };
}
