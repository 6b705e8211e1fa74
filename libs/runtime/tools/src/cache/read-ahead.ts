import type { Owner } from '@turnfleet/contract/schemas';
import type { Clock, Deadline } from '@turnfleet/core';
import { LRUCache } from 'lru-cache';
import type { Tool } from '../tool.ts';
import { codesIn } from './codes-in.ts';
import type { ToolReads } from './tool-reads.ts';
import { Transitions } from './transitions.ts';

type Json = Readonly<Record<string, unknown>>;

/** A read that was made in a turn. */
interface MadeRead {
  readonly conversationId: string;
  readonly asker: Owner;
  readonly tool: Tool;
  readonly args: Json;
  /** The tools of the turn that its shopper may use. */
  readonly tools: readonly Tool[];
  /** Makes one more call for them. */
  readonly call: (tool: Tool, args: Json, deadline: Deadline) => Promise<Json>;
}

/** Told of every read; asks ahead for what the conversation is likely to want to know next. Never throws. */
export type ReadAhead = (made: MadeRead) => void;

interface AheadEvents {
  /** `asked`: a call was made ahead; `used`: its result answered a read; `wasted`: it went without. */
  ahead(tool: string, what: 'asked' | 'used' | 'wasted'): void;
}

interface ReadAheadDeps {
  readonly clock: Pick<Clock, 'now'>;
  readonly reads: Pick<ToolReads, 'ahead' | 'keyOf'>;
  /** Share of its capacity that this process uses, from 0 to 1. */
  readonly load: () => number;
  readonly events: AheadEvents;
}

/** Busier than this a process has better things to do. */
const busy = 0.6;
/** A next question less likely than this is not worth a call. */
const leastLikely = 0.25;
/** What was said about a code longer ago is another conversation. */
const togetherMs = 5 * 60_000;
const mostConversations = 10_000;
const mostAhead = 5_000;

interface Asked {
  readonly code: string;
  readonly tool: string;
  /** All that was said about the code. */
  readonly args: Json;
  readonly at: number;
}

export function readAhead({ clock, reads, load, events }: ReadAheadDeps): ReadAhead {
  const transitions = new Transitions();
  const last = new LRUCache<string, Asked>({ max: mostConversations });
  const ahead = new LRUCache<string, string>({
    max: mostAhead,
    dispose: (tool, _, why) => events.ahead(tool, why === 'delete' ? 'used' : 'wasted'),
  });
  return ({ conversationId, asker, tool, args, tools, call }) => {
    ahead.delete(reads.keyOf(tool, args, asker));
    const [code] = codesIn(tool.input, args);
    if (code === undefined) return;
    const before = last.get(conversationId);
    const goesOn = before?.code === code && clock.now() - before.at <= togetherMs;
    if (goesOn) transitions.learn(before.tool, tool.name);
    const known = goesOn ? { ...before.args, ...args } : args;
    last.set(conversationId, { code, tool: tool.name, args: known, at: clock.now() });
    if (load() >= busy) return;
    const names = transitions.after(tool.name, leastLikely);
    for (const next of tools.filter(({ name }) => names.includes(name))) {
      const asked = argumentsFor(next, known);
      if (!asked || next.filled.length > 0) continue;
      const fetch = (deadline: Deadline): Promise<Json> => call(next, asked, deadline);
      if (!reads.ahead({ tool: next, args: asked, asker, fetch })) continue;
      ahead.set(reads.keyOf(next, asked, asker), next.name);
      events.ahead(next.name, 'asked');
    }
  };
}

/** What is known, as far as the request takes it; null if it needs more. */
function argumentsFor({ input }: Tool, known: Json): Json | null {
  if (input.fields.some(({ name, required }) => required && known[name] === undefined)) return null;
  return Object.fromEntries(
    input.fields.flatMap(({ name }) => (known[name] === undefined ? [] : [[name, known[name]]])),
  );
}
