import { z } from 'zod';

const count = z.number().min(0);

/** What a worker tells of itself every second. Milliseconds, and turns a second. */
const workerLoadSchema = z.object({
  kind: z.literal('worker'),
  /** Names the process. */
  name: z.string(),
  /** Grows with every telling: who reads knows since when it has this one. */
  sequence: z.int().min(0),
  inFlight: count,
  capacity: count,
  /** Turns that wait in the worker, and those in the log behind what it has fetched. */
  waiting: count,
  behind: count,
  /** Turns that ended since the telling before, a second. */
  perSecond: count,
  /** What it can end, as seen while there was always one waiting, or else guessed; null: nobody has seen any end. */
  fullPerSecond: count.nullable(),
  oldestMs: count,
  /** Of the waiting ones, the longest queues first, at most `sharersTold`. */
  sharers: z.array(z.object({ tenant: z.string(), priority: z.literal([1, 2, 3]), waiting: count, oldestMs: count })),
});
export type WorkerLoad = z.output<typeof workerLoadSchema>;
export type SharerLoad = WorkerLoad['sharers'][number];

export const sharersTold = 64;

const limitedSchema = z.object({
  /** `tenant acme`, `user acme/u-1`, `key key-1`, `address 192.0.2.1`. */
  who: z.string(),
  why: z.string(),
  /** RFC 3339, and refusals since. */
  since: z.string(),
  refused: count,
  /** Of the last of them. */
  lastAt: z.string(),
});
export type Limited = z.output<typeof limitedSchema>;

/** What a door – a process that lets turns in – tells of itself. */
const doorLoadSchema = z.object({
  kind: z.literal('door'),
  name: z.string(),
  sequence: z.int().min(0),
  /** Turns let in lately, a second. */
  perSecond: count,
  streams: count,
  /** Who was refused lately, the latest first, at most `limitedTold`. */
  limited: z.array(limitedSchema),
});
export type DoorLoad = z.output<typeof doorLoadSchema>;

export const limitedTold = 50;

export interface Loads {
  readonly workers: readonly WorkerLoad[];
  readonly doors: readonly DoorLoad[];
}

/**
 * How busy the processes of a fleet are, as each tells of itself. Nothing that has to be right rests on it: a telling may be
 * seconds old. Fails with `overloaded` when it is away.
 */
export interface LoadBoard {
  /** Replaces what the process told before; it goes by itself when it was not replaced for `ttlMs`, by the store's clock. */
  tell(load: WorkerLoad | DoorLoad, ttlMs: number): Promise<void>;
  /** Takes it back: the process stops. */
  withdraw(name: string): Promise<void>;
  /** What has not gone, in no order. */
  read(): Promise<Loads>;
}

const loadSchema = z.discriminatedUnion('kind', [workerLoadSchema, doorLoadSchema]);

/** Tellings as a store kept them; what a neighbouring version wrote and this one cannot read is left out. */
export function loadsOf(texts: readonly string[]): Loads {
  const read = texts.flatMap((text) => loadSchema.safeParse(JSON.parse(text)).data ?? []);
  return {
    workers: read.filter((load) => load.kind === 'worker'),
    doors: read.filter((load) => load.kind === 'door'),
  };
}
