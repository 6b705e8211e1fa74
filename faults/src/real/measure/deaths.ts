import { setTimeout as pause } from 'node:timers/promises';
import type { Accounts } from '../load/accounts.ts';
import type { GroupWatch, Ownership } from '../watch/group-watch.ts';

/** What became of the partitions of a worker that died, or froze. */
export interface Death {
  readonly worker: string;
  readonly how: string;
  /** Unix milliseconds. */
  readonly at: number;
  /** When its worker came back, as far as that is known. */
  until: number;
  /** Turns that were accepted and unanswered when it happened. */
  readonly inFlight: number;
  /** Its partitions. */
  readonly lost: readonly number[];
  /** What changed hands between the others until the group was stable again. */
  readonly movedBesides: readonly number[];
  /** Of each of its partitions in which a turn waited, milliseconds until the next reply; null if none came in the time given. */
  readonly progressMs: readonly (number | null)[];
}

const patienceMs = 60_000;
/** So long nothing has moved before a death that is measured: a worker that has just come back takes partitions over. */
const calmMs = 5_000;

interface DeathWatch {
  /** Kills, and waits until the partitions of the dead move again. */
  readonly observe: (worker: string, how: string, kill: () => Promise<void>) => Promise<void>;
  readonly deaths: readonly Death[];
}

/**
 * A death waits, for a while, until all `members` are there, the group is calm and the fleet `keepsUp` with its load, so
 * that what follows is its doing: where turns queue for seconds anyway, the next reply says little of a death. Whose
 * partitions they were shows the group itself: the member that is missing from the next stable generation. First replies
 * count from the moment of the signal, by the timestamps of their records.
 */
export function watchDeaths(
  group: GroupWatch,
  members: number,
  accounts: Accounts,
  keepsUp: () => boolean,
  /** Where turns wait for their replies. */
  waiting: () => ReadonlySet<number>,
  firstReplyAfter: (partition: number, at: number) => number | null,
  say: (line: string) => void,
): DeathWatch {
  const deaths: Death[] = [];

  async function calm(until: number): Promise<Ownership | null> {
    for (let [seen, since] = ['', 0]; Date.now() < until; await pause(250)) {
      const found = await group.ownership();
      const now = found && found.size >= members && keepsUp() ? JSON.stringify([...found].sort()) : '';
      if (now !== seen || now === '') [seen, since] = [now, Date.now()];
      else if (Date.now() - since >= calmMs) return found;
    }
    return null;
  }

  async function without(before: Ownership, until: number): Promise<Ownership | null> {
    for (; Date.now() < until; await pause(250)) {
      const found = await group.ownership();
      if (found && ![...before.keys()].every((member) => found.has(member))) return found;
    }
    return null;
  }

  return {
    deaths,
    observe: async (worker, how, kill) => {
      const before = await calm(Date.now() + patienceMs);
      const at = Date.now();
      const inFlight = accounts.openCount;
      const busy = waiting();
      await kill();
      const until = at + patienceMs;
      const after = before && (await without(before, until));
      if (!before || !after) {
        say(`${how} of ${worker}: the group did not settle, nothing is measured`);
        return;
      }
      const lost = [...before].filter(([member]) => !after.has(member)).flatMap(([, partitions]) => partitions);
      const movedBesides = [...before]
        .filter(([member]) => after.has(member))
        .flatMap(([member, partitions]) => partitions.filter((one) => !after.get(member)?.includes(one)));
      const first = (): (number | null)[] => lost.filter((one) => busy.has(one)).map((one) => firstReplyAfter(one, at));
      while (Date.now() < until && first().includes(null)) await pause(100);
      const progressMs = first().map((reply) => reply && reply - at);
      deaths.push({ worker, how, at, until: Date.now(), inFlight, lost, movedBesides, progressMs });
      const slowest = progressMs.includes(null)
        ? 'over a minute'
        : `${Math.max(0, ...progressMs.map(Number)) / 1_000} s`;
      say(
        `${how} of ${worker}: ${lost.length} partitions, ${inFlight} turns in flight, all move again after ${slowest}`,
      );
    },
  };
}
