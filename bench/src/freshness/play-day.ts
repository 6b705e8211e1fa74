import { descriptorSet } from '@turnfleet/contract/grpc';
import { type Clock, deadlineAt, TurnfleetError } from '@turnfleet/core';
import { seededRandom } from '@turnfleet/core/testing';
import { type Fetched, type HeardChange, type Tool, toolsFrom } from '@turnfleet/tools';
import { day, type ToolOfDay } from './day.ts';
import type { Asked, Changed, EventOfDay } from './events-of-day.ts';

/** One orchestrator's way to read. */
export interface Reader {
  read(
    tool: Tool,
    asked: Asked,
    call: () => Promise<Readonly<Record<string, unknown>>>,
    deadline: ReturnType<typeof deadlineAt>,
  ): Promise<Fetched>;
  hears(change: HeardChange): void;
}

/** How a contender fared. */
export interface Played {
  readonly reads: number;
  /** Reads that were answered without waiting for a service, also where it was away. */
  readonly hits: number;
  /** Calls that services got. */
  readonly calls: number;
  readonly failed: number;
  /** Answers that stood in for one that could not be had. */
  readonly stoodIn: number;
  /** Answers past what their proto allows. */
  readonly tooOld: number;
  /** Answers from before a change that the orchestrator had heard of. */
  readonly knownBetter: number;
  /** Answers from before a change that was committed and not heard of yet, and the longest that was, milliseconds. */
  readonly overtaken: number;
  readonly longestOvertakenMs: number;
  readonly byTool: Readonly<Record<string, { readonly reads: number; readonly hits: number }>>;
}

export const tools = toolsFrom(descriptorSet);
const toolsByName = new Map(tools.map((tool) => [tool.name, tool]));
const begin = Date.UTC(2026, 11, 1);
/** Services answer at once: whoever asks while a call is under way would wait for it, which is not counted as a hit. */
const never = { cancel: () => undefined };

/** Plays the day to orchestrators that read in one way; `make` is given the clock of the day. */
export async function playDay(
  events: readonly EventOfDay[],
  make: (clock: Clock) => readonly Reader[],
): Promise<Played> {
  let at = 0;
  const clock: Clock = { now: () => begin + at, monotonic: () => at, setTimer: () => never };
  const readers = make(clock);
  const random = seededRandom(day.seed + 1);
  const deliveries: { readonly at: number; readonly orchestrator: number; readonly change: Changed }[] = [];
  /** By kind and code: when it changed last, and when each orchestrator heard of it. */
  const changed = new Map<string, number>();
  const heard = readers.map(() => new Map<string, number>());
  let isAway = false;
  const tally = { reads: 0, hits: 0, calls: 0, failed: 0, stoodIn: 0, tooOld: 0, knownBetter: 0, overtaken: 0 };
  let longestOvertakenMs = 0;
  const byTool: Record<string, { reads: number; hits: number }> = {};

  const deliver = (until: number): void => {
    for (let next = deliveries[0]; next && next.at <= until; next = deliveries[0]) {
      deliveries.shift();
      const { what, sku, at: committed } = next.change;
      at = next.at;
      readers[next.orchestrator]?.hears({ kind: what, subject: sku, atMs: begin + committed });
      for (const code of [sku, '*']) heard[next.orchestrator]?.set(`${what} ${code}`, committed);
    }
  };
  const change = (event: Changed): void => {
    for (const code of [event.sku, '*']) changed.set(`${event.what} ${code}`, event.at);
    const { least, most } = day.heardAfterMs;
    readers.forEach((_, orchestrator) => {
      deliveries.push({ at: event.at + least + random() * (most - least), orchestrator, change: event });
    });
    deliveries.sort((one, other) => one.at - other.at);
  };
  const ask = async (event: Asked): Promise<void> => {
    const tool = toolOf(event.tool);
    const call = async (): Promise<Readonly<Record<string, unknown>>> => {
      tally.calls++;
      if (isAway) throw new TurnfleetError('overloaded', 'It cannot be reached.');
      return {};
    };
    using deadline = deadlineAt(clock, clock.now() + 2_000);
    const count = (byTool[event.tool] ??= { reads: 0, hits: 0 });
    tally.reads++;
    count.reads++;
    let answer: Fetched;
    try {
      const reader = readers[event.orchestrator];
      if (!reader) throw new Error('no such orchestrator');
      answer = await reader.read(tool, event, call, deadline);
    } catch {
      tally.failed++;
      return;
    }
    const isHit = answer.age !== 'new';
    if (isHit) {
      tally.hits++;
      count.hits++;
    }
    if (answer.standsIn) tally.stoodIn++;
    judgeAnswer(tool, event, answer);
  };
  const judgeAnswer = (tool: Tool, event: Asked, { asOf, standsIn }: Fetched): void => {
    const { maxAgeMs = 0, staleWhileRevalidateMs = 0, staleIfErrorMs = 0, changedBy = [] } = tool.freshness ?? {};
    if (clock.now() - asOf > maxAgeMs + (standsIn ? staleIfErrorMs : staleWhileRevalidateMs)) tally.tooOld++;
    const code = typeof event.args['sku'] === 'string' ? event.args['sku'] : '*';
    const last = (of: ReadonlyMap<string, number>): number =>
      Math.max(-Infinity, ...changedBy.map((kind) => of.get(`${kind} ${code}`) ?? -Infinity));
    if (asOf < begin + last(heard[event.orchestrator] ?? new Map())) tally.knownBetter++;
    else if (asOf < begin + last(changed)) {
      tally.overtaken++;
      longestOvertakenMs = Math.max(longestOvertakenMs, at - last(changed));
    }
  };
  for (const event of events) {
    deliver(event.at);
    at = event.at;
    if (event.kind === 'changed') change(event);
    else if (event.kind === 'outage') ({ isAway } = event);
    else await ask(event);
  }
  return { ...tally, longestOvertakenMs, byTool };
}

function toolOf(name: ToolOfDay): Tool {
  const tool = toolsByName.get(name);
  if (!tool) throw new Error(`no tool ${name}`);
  return tool;
}
