import type { Conversation, Grounding, KeptResult, Turn } from '@turnfleet/contract/schemas';
import type { Clock } from '@turnfleet/core';
import { type Gate, Grounds, openGate, openPassage } from '@turnfleet/grounding';
import type { Tool, ToolResult } from '@turnfleet/tools';
import type { ZoneOf } from '../confirmation/tools-of-turn.ts';
import { freshAt, keptResults } from './kept-results.ts';
import { type GroundingMetrics, groundingMetrics } from './metrics.ts';

/** What the sentences of one turn may rest on, and how they fared. */
export interface TurnGrounding {
  /** Figures of these results may be stated from now on. */
  learn(results: readonly ToolResult[]): void;
  /** For one step of the model; `replace`: what is held back gives way to an honest sentence at once. */
  gate(replace: boolean): Gate;
  /** A step came to its end; `told` if its text is, with honest sentences in place of others. */
  noted(gate: Gate, told: boolean): void;
  readonly tally: Grounding;
  /** What the next turns may rest on. */
  readonly results: readonly KeptResult[];
}

interface GroundedTurn {
  readonly tenant: string;
  readonly locale: string;
  /** With all that the shopper says now. */
  readonly turn: Pick<Turn, 'text' | 'tenant' | 'user'>;
  /** The tools of this turn; the same array for the same tools. */
  readonly tools: readonly Tool[];
  readonly conversation: Pick<Conversation, 'turns' | 'results'>;
}

export type GroundTurn = (turn: GroundedTurn) => TurnGrounding;

interface GroundTurnDeps {
  readonly clock: Pick<Clock, 'now'>;
  readonly zoneOf: ZoneOf;
  /** Tenants whose answers are shown as the model says them; `*`: all. */
  readonly off: ReadonlySet<string>;
}

export function turnGrounder(deps: GroundTurnDeps): GroundTurn {
  const { clock, zoneOf, off } = deps;
  const limitsBy = new WeakMap<readonly Tool[], readonly number[]>();
  const metrics = groundingMetrics();
  return ({ tenant, locale, turn, tools, conversation }) => {
    if (off.has('*') || off.has(tenant)) return ungrounded;
    const now = clock.now();
    const fresh = freshAt(conversation.results, now);
    const said = [turn.text, ...conversation.turns.map(({ text }) => text)];
    const limits = limitsBy.get(tools) ?? limitsOf(tools);
    limitsBy.set(tools, limits);
    const grounds = new Grounds({ timeZone: zoneOf(turn), now, said, limits });
    for (const { content, arguments: args } of fresh) grounds.learn(content, args);
    return grounded({ grounds, locale, metrics }, fresh, (result) => keptResults(tools, result, clock.now()));
  };
}

/** What the tools themselves allow: a model may say how many at most. */
const limitsOf = (tools: readonly Tool[]): readonly number[] =>
  tools.flatMap(({ input }) => input.fields.flatMap(({ minimum, maximum }) => [minimum ?? [], maximum ?? []].flat()));

interface Scene {
  readonly grounds: Grounds;
  readonly locale: string;
  readonly metrics: GroundingMetrics;
}

/** So many results are kept, the newest. */
const mostResults = 8;

function grounded(
  { grounds, locale, metrics }: Scene,
  fresh: readonly KeptResult[],
  keep: (result: ToolResult) => readonly KeptResult[],
): TurnGrounding {
  let results = fresh;
  const tally = { checked: 0, held: 0, replaced: 0 };
  return {
    learn: (learnt) => {
      for (const { content, record } of learnt) grounds.learn(content, record.arguments);
      results = [...results, ...learnt.flatMap(keep)].slice(-mostResults);
    },
    gate: (replace) => openGate({ grounds, locale, replace }),
    noted: ({ counts, offending }, told) => {
      const replaced = told ? counts.replaced : 0;
      tally.checked += counts.checked;
      tally.held += counts.held;
      tally.replaced += replaced;
      metrics.looked({ ...counts, replaced }, offending);
    },
    tally,
    get results() {
      return results;
    },
  };
}

const ungrounded: TurnGrounding = {
  learn: () => undefined,
  gate: openPassage,
  noted: () => undefined,
  tally: { checked: 0, held: 0, replaced: 0 },
  results: [],
};
