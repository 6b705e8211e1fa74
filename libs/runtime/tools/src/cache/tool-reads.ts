import type { Owner } from '@turnfleet/contract/schemas';
import { type Clock, type Deadline, isTurnfleetError } from '@turnfleet/core';
import type { Freshness, Tool } from '../tool.ts';
import { type ReadAnswer, scopeOf } from './cached-result.ts';
import { codesIn } from './codes-in.ts';
import { Flight } from './flight.ts';
import type { Invalidate } from './heard-change.ts';
import { keyOf } from './key-of.ts';
import type { FurtherStore } from './patient-store.ts';
import { nobodyIsTold, type ReadEvents, type ReadFrom } from './read-events.ts';
import { type Found, Shelves } from './shelves.ts';

type Json = Readonly<Record<string, unknown>>;

/** A call that only reads. */
export interface Read {
  readonly tool: Tool;
  readonly args: Json;
  readonly asker: Owner;
  /** Asks the service. It is told a deadline of its own: others may wait for the same answer. */
  readonly fetch: (deadline: Deadline) => Promise<Json>;
}

/** What a read came to. */
export interface Fetched {
  readonly answer: ReadAnswer;
  /** When it was asked for, Unix milliseconds. */
  readonly asOf: number;
  /** `new`: asked for now. `fresh`: kept, no older than its max age. `older`: kept, and older than that. */
  readonly age: 'new' | 'fresh' | 'older';
  /** It stands in for a new one that could not be had. */
  readonly standsIn: boolean;
}

/** Makes a read. Fails as the service does, and with the deadline's own reason. */
export type ReadTool = (read: Read, deadline: Deadline) => Promise<Fetched>;

/** Reads of tools, answered from what is kept where the protos allow it; the same reads at the same time are one call. */
export interface ToolReads {
  readonly read: ReadTool;
  readonly invalidate: Invalidate;
  /** Makes a read that nobody waits for; false if what is kept needs none, or it is made already. */
  ahead(read: Read): boolean;
  readonly keyOf: typeof keyOf;
  /** Of what is kept in the memory of this process: its JSON. */
  readonly bytes: number;
  readonly entries: number;
}

/** Every read is a call. */
export function readAnew(clock: Pick<Clock, 'now'>): ReadTool {
  return async (read, deadline) => {
    const asOf = clock.now();
    return { answer: await answered(read, deadline), asOf, age: 'new', standsIn: false };
  };
}

interface ToolReadsDeps {
  readonly clock: Clock;
  /** Of the results kept in the memory of this process. */
  readonly maxBytes: number;
  /** Where results are kept besides, the nearest first. */
  readonly further?: readonly FurtherStore[];
  readonly events?: ReadEvents;
}

export function toolReads({ clock, maxBytes, further = [], events = nobodyIsTold }: ToolReadsDeps): ToolReads {
  const shelves = new Shelves({ clock, maxBytes, further, events });
  const flights = new Map<string, Flight<Landed>>();
  const anew = readAnew(clock);

  const call = async (key: string, read: Read, freshness: Freshness, deadline: Deadline): Promise<Landed> => {
    const { tool, args, asker } = read;
    const begun = shelves.heard.number;
    const asOf = clock.now();
    try {
      const answer = await answered(read, deadline);
      const scope = scopeOf(tool, { args, answer, tenant: asker.tenant });
      shelves.keep(tool.name, key, { answer, asOf, scope }, freshness, begun);
      return { answer, asOf, age: 'new', standsIn: false, from: 'service' };
    } catch (error) {
      const kept = shelves.peek(key, freshness);
      if (!kept || !saysNothing(error)) throw error;
      return { ...fromKept(kept), standsIn: kept.use !== 'fresh' };
    }
  };
  const lookThenCall = async (key: string, read: Read, freshness: Freshness, deadline: Deadline): Promise<Landed> => {
    const kept = await shelves.look(key, freshness);
    if (!kept || kept.use === 'if_error') return call(key, read, freshness, deadline);
    if (kept.use === 'revalidate') queueMicrotask(() => void refresh(key, read, freshness));
    return fromKept(kept);
  };
  /** What is under way for this key, or begun now; what began before a change says nothing of the time after it. */
  const flightOf = (key: string, read: Read, freshness: Freshness, work: typeof call) => {
    const running = flights.get(key);
    const codes = codesIn(read.tool.input, read.args);
    const asked = { kinds: freshness.changedBy, codes: codes.length > 0 ? codes : null };
    if (running && shelves.heard.lastOf(asked).number <= running.begun) return { flight: running, isShared: true };
    const options = { clock, begun: shelves.heard.number, limitMs: read.tool.deadlineMs };
    const flight = new Flight<Landed>(options, (deadline) => work(key, read, freshness, deadline));
    flights.set(key, flight);
    flight.onEnd(() => {
      if (flights.get(key) === flight) flights.delete(key);
    });
    return { flight, isShared: false };
  };
  const refresh = (key: string, read: Read, freshness: Freshness): void =>
    flightOf(key, read, freshness, call).flight.hold();

  const told = ({ answer, asOf, age, standsIn, from }: Landed, { name }: Tool): Fetched => {
    events.answered(name, from, age === 'older');
    return { answer, asOf, age, standsIn };
  };

  return {
    async read(read, deadline) {
      const { tool, args, asker } = read;
      const { freshness } = tool;
      if (!freshness || tool.idempotency !== 'read_only') return anew(read, deadline);
      const key = keyOf(tool, args, asker);
      const kept = shelves.peek(key, freshness);
      if (kept?.use === 'revalidate') refresh(key, read, freshness);
      if (kept && kept.use !== 'if_error') return told(fromKept(kept), tool);
      const { flight, isShared } = flightOf(key, read, freshness, lookThenCall);
      const landed = await flight.join(deadline.signal);
      return told(isShared && landed.from === 'service' ? { ...landed, from: 'shared' } : landed, tool);
    },
    invalidate: (change) => shelves.change(change),
    ahead(read) {
      const { freshness, idempotency } = read.tool;
      const key = keyOf(read.tool, read.args, read.asker);
      if (!freshness || idempotency !== 'read_only' || shelves.peek(key, freshness)?.use === 'fresh') return false;
      const { flight, isShared } = flightOf(key, read, freshness, lookThenCall);
      if (!isShared) flight.hold();
      return !isShared;
    },
    keyOf,
    get bytes() {
      return shelves.memory.bytes;
    },
    get entries() {
      return shelves.memory.entries;
    },
  };
}

/** What a flight came to. */
interface Landed extends Fetched {
  readonly from: ReadFrom;
}

const fromKept = ({ result: { answer, asOf }, use, from }: Found): Landed => ({
  ...{ answer, asOf, from },
  age: use === 'fresh' ? 'fresh' : 'older',
  standsIn: false,
});

async function answered({ fetch }: Read, deadline: Deadline): Promise<ReadAnswer> {
  try {
    return { found: true, result: await fetch(deadline) };
  } catch (error) {
    if (!isTurnfleetError(error, 'not_found')) throw error;
    return { found: false, message: error.message, resource: error.details.resource ?? null };
  }
}

const onPurpose = ['invalid_request', 'conflict', 'forbidden', 'unauthenticated', 'cancelled'] as const;

/** Whether an error tells nothing of what was asked, so that an older answer may stand in. */
function saysNothing(error: unknown): boolean {
  return !onPurpose.some((kind) => isTurnfleetError(error, kind));
}
