import { type Priority, priorityWeights } from '@turnfleet/contract/schemas';
import { blindForMs, type Standing } from './decide-admission.ts';
import { type FleetFigures, fleetFigures } from './fleet-figures.ts';
import type { Loads, SharerLoad } from './load-board.ts';
import { RecentCounts } from './recent-counts.ts';

/** A tenant's turns of one priority: they wait for each other. */
export interface Sharer {
  readonly tenant: string;
  readonly priority: Priority;
}

export const nameOf = ({ tenant, priority }: Sharer): string => `${priority} ${tenant}`;

/** What nobody has told anew for so long is not gone by any more. */
const staleAfterMs = 5_000;
/** A turn that was let in so shortly before it was seen what workers told may not have reached them by then. */
const onItsWayMs = 150;

/** How long a turn waits that came now. */
export interface Wait {
  readonly startsInMs: number;
  /** Turns that begin before it. */
  readonly position: number;
}

/** A sharer that waits, or has let in turns since. */
interface KnownSharer {
  readonly priority: Priority;
  readonly told: number;
  readonly oldestMs: number;
  own: number;
}

interface Seen {
  readonly figures: FleetFigures;
  /** Turns that other doors let in, a second. */
  readonly elsewhere: number;
  readonly at: number;
  readonly sharers: Map<string, KnownSharer>;
  /** Let in here since. */
  own: number;
  /** Of all sharers. */
  weight: number;
}

/**
 * What one door knows of the queue of the fleet between two tellings: what workers told, and what was let in since, less what
 * they have ended since at the rate that they had. Time is monotonic milliseconds, given.
 */
export class QueueBook {
  readonly #door: string;
  readonly #own = new RecentCounts();
  #seen: Seen | null = null;
  #tellings = '';

  constructor(door: string) {
    this.#door = door;
  }

  see({ workers, doors }: Loads, now: number): void {
    const told = workers
      .map(({ name, sequence }) => `${name} ${sequence}`)
      .sort()
      .join();
    if (told === this.#tellings && this.#seen) return;
    this.#tellings = told;
    const elsewhere = doors.filter(({ name }) => name !== this.#door).reduce((sum, door) => sum + door.perSecond, 0);
    const figures = fleetFigures(workers);
    this.#own.forgetBefore(now - blindForMs);
    const seen: Seen = { figures, elsewhere, at: now, sharers: new Map(), own: 0, weight: 0 };
    for (const sharer of figures.sharers) add(seen, sharer, 0);
    for (const [name, count] of this.#own.since(now - onItsWayMs)) addOwn(seen, sharerOf(name), count);
    this.#seen = seen;
  }

  letIn(sharer: Sharer, now: number): void {
    this.#count(sharer, 1, now);
  }

  /** One that was let in did not become a turn. */
  takeBack(sharer: Sharer, now: number): void {
    this.#count(sharer, -1, now);
  }

  /** Turns let in here a second, lately. */
  perSecond(now: number): number {
    const lately = this.#own.since(now - 2_000);
    return [...lately.values()].reduce((sum, count) => sum + count, 0) / 2;
  }

  /** Null while nobody has told of late, or no worker is there. */
  figures(now: number): FleetFigures | null {
    return this.#fresh(now)?.figures ?? null;
  }

  standing(sharer: Sharer, now: number): Pick<Standing, 'fleet' | 'blind'> {
    const seen = this.#fresh(now);
    if (!seen) {
      const blind = [...this.#own.since(now - blindForMs).values()].reduce((sum, count) => sum + count, 0);
      return { fleet: null, blind };
    }
    const queue = queueOf(seen, now);
    if (queue === 0) return { fleet: { room: seen.figures.capacity, queue, ofTenant: 0, startsInMs: 0 }, blind: 0 };
    const { tenant } = sharer;
    const own = ([1, 2, 3] as const).reduce((sum, priority) => sum + waitingOf(seen, { tenant, priority }, now), 0);
    const ofTenant = Math.min(queue, own);
    const startsInMs = waitIn(seen, sharer, now)?.startsInMs ?? null;
    return { fleet: { room: seen.figures.capacity, queue, ofTenant, startsInMs }, blind: 0 };
  }

  /** Null where nobody can tell. */
  wait(sharer: Sharer, now: number): Wait | null {
    const seen = this.#fresh(now);
    return seen && waitIn(seen, sharer, now);
  }

  /** The same for a turn that has waited for so long already: in its sharer it is behind those that are older only. */
  waitLeft(sharer: Sharer, waitedMs: number, now: number): Wait | null {
    const seen = this.#fresh(now);
    const whole = seen && waitIn(seen, sharer, now);
    // It came after what was told: all of that is before it.
    if (!seen || !whole || waitedMs <= now - seen.at + onItsWayMs) return whole;
    const { oldestMs = 0 } = seen.sharers.get(nameOf(sharer)) ?? {};
    const left = Math.max(0, 1 - waitedMs / (oldestMs + now - seen.at));
    return { startsInMs: Math.ceil(whole.startsInMs * left), position: Math.ceil(whole.position * left) };
  }

  #count(sharer: Sharer, count: number, now: number): void {
    this.#own.add(nameOf(sharer), count, now);
    if (this.#seen) addOwn(this.#seen, sharer, count);
  }

  #fresh(now: number): Seen | null {
    const seen = this.#seen;
    return seen && now - seen.at < staleAfterMs && seen.figures.capacity > 0 ? seen : null;
  }
}

function add(seen: Seen, sharer: SharerLoad, own: number): void {
  const { priority, waiting, oldestMs } = sharer;
  seen.sharers.set(nameOf(sharer), { priority, told: waiting, oldestMs, own });
  seen.weight += priorityWeights[priority];
}

function addOwn(seen: Seen, sharer: Sharer, count: number): void {
  seen.own += count;
  const known = seen.sharers.get(nameOf(sharer));
  if (known) known.own += count;
  else add(seen, { ...sharer, waiting: 0, oldestMs: 0 }, count);
}

/** Turns that wait beyond what the workers have places for. */
function queueOf({ figures: { pending, capacity, fullPerSecond }, elsewhere, own, at }: Seen, now: number): number {
  const more = own + (elsewhere * (now - at)) / 1_000 - ended(fullPerSecond, at, now);
  return Math.max(0, pending + more - capacity);
}

/** Of what is counted since `at` some was counted before, too: as many as ended while it was on its way. */
const ended = (perSecond: number | null, at: number, now: number): number =>
  ((perSecond ?? 0) * (now - at + onItsWayMs)) / 1_000;

/** Of a sharer. As long as it waits, its part of what ends has begun. */
function waitingOf(seen: Seen, sharer: Sharer, now: number): number {
  const known = seen.sharers.get(nameOf(sharer));
  if (!known) return 0;
  const begun = partOf(seen, sharer) * ended(seen.figures.fullPerSecond, seen.at, now);
  return Math.max(0, known.told + known.own - begun);
}

/** Of the capacity, while all sharers that wait do. */
function partOf({ sharers, weight }: Seen, sharer: Sharer): number {
  const own = priorityWeights[sharer.priority];
  return own / (weight + (sharers.has(nameOf(sharer)) ? 0 : own));
}

function waitIn(seen: Seen, sharer: Sharer, now: number): Wait | null {
  const { fullPerSecond: rate, behind } = seen.figures;
  const queue = queueOf(seen, now);
  if (queue === 0) return { startsInMs: 0, position: 0 };
  if (rate === null) return null;
  const unfetched = Math.min(queue, behind);
  const before = waitingOf(seen, sharer, now) / partOf(seen, sharer);
  const position = Math.ceil(unfetched + Math.min(queue - unfetched, before));
  return { startsInMs: Math.ceil((1_000 * position) / rate), position };
}

const sharerOf = (name: string): Sharer => ({ priority: Number(name[0]) as Priority, tenant: name.slice(2) });
