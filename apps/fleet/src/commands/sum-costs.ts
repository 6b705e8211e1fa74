import type { TurnUsage } from '@turnfleet/contract/events';
import type { CallLine } from '@turnfleet/contract/schemas';
import { type CatalogueModel, noCost, parseUsd, priceOf, type Usd } from '@turnfleet/model';

export const groupings = ['model', 'tenant', 'user', 'day'] as const;
export type Grouping = (typeof groupings)[number];

/** What some calls came to. */
export interface CostSum {
  /** Turns that had such a call. */
  turns: number;
  calls: number;
  inputTokens: number;
  outputTokens: number;
  cost: Usd;
  /** Of that, what no vendor said. */
  estimated: Usd;
  /** What the answers would have cost with the model that is compared with. */
  compared: Usd;
}

export interface Costs {
  readonly groups: ReadonlyMap<string, CostSum>;
  readonly total: CostSum;
}

const nothing = (): CostSum => ({
  ...{ turns: 0, calls: 0, inputTokens: 0, outputTokens: 0 },
  ...{ cost: noCost, estimated: noCost, compared: noCost },
});

/** A call that the log had no room for: the sums of its turn. */
type Billed = Pick<CallLine, 'model' | 'inputTokens' | 'outputTokens' | 'cost' | 'estimated' | 'end' | 'why'> & {
  readonly day: string;
};

/** Adds up records of `chat.usage`, each turn once. */
export class CostSheet implements Costs {
  readonly groups = new Map<string, CostSum>();
  readonly total = nothing();
  readonly #by: Grouping;
  readonly #compareWith: CatalogueModel | null;

  constructor(by: Grouping, compareWith: CatalogueModel | null) {
    this.#by = by;
    this.#compareWith = compareWith;
  }

  /** `at`: when the record was written, Unix milliseconds. */
  add(usage: TurnUsage, at: number): void {
    const counted = new Set<CostSum>();
    for (const line of linesOf(usage, at)) {
      const name = this.#nameOf(usage, line);
      const group = this.groups.get(name) ?? nothing();
      this.groups.set(name, group);
      for (const sum of [group, this.total]) {
        if (!counted.has(sum)) sum.turns++;
        counted.add(sum);
        this.#count(sum, line);
      }
    }
  }

  #count(sum: CostSum, line: Billed): void {
    const { inputTokens, outputTokens, estimated } = line;
    const cost = parseUsd(line.cost) ?? noCost;
    sum.calls++;
    sum.inputTokens += inputTokens;
    sum.outputTokens += outputTokens;
    sum.cost += cost;
    if (estimated) sum.estimated += cost;
    // What was asked again, in vain or to compare would not have been needed.
    const isAnswer = line.end === 'answered' && line.why !== 'shadow';
    if (isAnswer && this.#compareWith) sum.compared += priceOf({ inputTokens, outputTokens }, this.#compareWith.prices);
  }

  #nameOf({ tenant, userId }: TurnUsage, { model, day }: Billed): string {
    switch (this.#by) {
      case 'model':
        return model;
      case 'tenant':
        return tenant;
      case 'user':
        return `${tenant} / ${userId ?? 'not known'}`;
      case 'day':
        return day;
    }
  }
}

function linesOf({ calls, model, inputTokens, outputTokens, costUsd }: TurnUsage, at: number): readonly Billed[] {
  if (calls.length > 0) return calls.map((line) => ({ ...line, day: line.at.slice(0, 10) }));
  if (costUsd === 0 && model === '') return [];
  const cost = costUsd.toFixed(12).replace(/\.?0+$/, '');
  const day = new Date(at).toISOString().slice(0, 10);
  return [{ model, inputTokens, outputTokens, cost, day, estimated: false, end: 'answered', why: 'answer' }];
}
