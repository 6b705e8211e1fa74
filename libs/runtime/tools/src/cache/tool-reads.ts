import type { Owner } from '@turnfleet/contract/schemas';
import { type Clock, type Deadline, isTurnfleetError } from '@turnfleet/core';
import type { Freshness, Tool } from '../tool.ts';
import { type CachedResult, type ReadAnswer, scopeOf } from './cached-result.ts';
import type { Change, Invalidate } from './change.ts';
import { codesIn } from './codes-in.ts';
import { Flight } from './flight.ts';
import { HeardChanges } from './heard-changes.ts';
import { keyOf } from './key-of.ts';
import { memoryResults } from './memory-results.ts';
import { endOf, useOf } from './usable.ts';

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
}

export function toolReads({ clock, maxBytes }: ToolReadsDeps): ToolReads {
  const memory = memoryResults(maxBytes);
  const heard = new HeardChanges();
  const flights = new Map<string, Flight<Fetched>>();
  const anew = readAnew(clock);

  const usable = (key: string, freshness: Freshness) => {
    const kept = memory.peek(key);
    const use = kept ? useOf(kept, freshness, { heard, now: clock.now(), elsewhere: false }) : 'dead';
    return { kept, use };
  };

  const keep = (key: string, result: CachedResult, freshness: Freshness, begun: number): void => {
    if (heard.lastOf(result.scope).number > begun) return;
    void memory.put(key, result, endOf(result, freshness));
  };

  const fetch = async (key: string, read: Read, freshness: Freshness, deadline: Deadline): Promise<Fetched> => {
    const begun = heard.number;
    const asOf = clock.now();
    try {
      const answer = await answered(read, deadline);
      const scope = scopeOf(read.tool, { args: read.args, answer, tenant: read.asker.tenant });
      keep(key, { answer, asOf, scope }, freshness, begun);
      return { answer, asOf, age: 'new', standsIn: false };
    } catch (error) {
      const { kept, use } = usable(key, freshness);
      if (!kept || use === 'dead' || !saysNothing(error)) throw error;
      return fromKept(kept, use === 'fresh' ? 'fresh' : 'older', use !== 'fresh');
    }
  };

  /** The call for this key that is under way, or a new one: one that began before a change says nothing of the time after. */
  const flightOf = (key: string, read: Read, freshness: Freshness): Flight<Fetched> => {
    const running = flights.get(key);
    const codes = codesIn(read.tool.input, read.args);
    const asked = { kinds: freshness.changedBy, codes: codes.length > 0 ? codes : null };
    if (running && heard.lastOf(asked).number <= running.begun) return running;
    const flight = new Flight<Fetched>({ clock, begun: heard.number, limitMs: read.tool.deadlineMs }, (deadline) =>
      fetch(key, read, freshness, deadline),
    );
    flights.set(key, flight);
    flight.onEnd(() => {
      if (flights.get(key) === flight) flights.delete(key);
    });
    return flight;
  };

  return {
    async read(read, deadline) {
      const { tool, args, asker } = read;
      const { freshness } = tool;
      if (!freshness || tool.idempotency !== 'read_only') return anew(read, deadline);
      const key = keyOf(tool, args, asker);
      const { kept, use } = usable(key, freshness);
      if (kept && use === 'fresh') return fromKept(kept, 'fresh');
      const flight = flightOf(key, read, freshness);
      if (!kept || use !== 'revalidate') return flight.join(deadline.signal);
      flight.hold();
      return fromKept(kept, 'older');
    },
    invalidate(change: Change) {
      heard.hear(change, clock.now());
      void memory.drop(change);
    },
  };
}

const fromKept = ({ answer, asOf }: CachedResult, age: Fetched['age'], standsIn = false): Fetched => ({
  answer,
  asOf,
  age,
  standsIn,
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
