import { decodeUsage, homePartition, type TurnUsage } from '@turnfleet/contract/events';
import type { EventOf, HistoryRecord } from '../history/history-event.ts';
import { bytesOf } from '../history/record-event.ts';
import type { Tell } from './verdict.ts';

/** The first record of a turn in `chat.usage`. */
export interface UsageSeen {
  readonly line: number;
  readonly at: number;
  readonly usage: TurnUsage;
}

export type SeenBill = EventOf<'billed'> & { readonly line: number };

/** What the fleet says that its calls cost, and what vendors billed. */
export class CostsSeen {
  readonly bills: SeenBill[] = [];
  /** By conversation and turn. */
  readonly #usages = new Map<string, UsageSeen>();
  /** When the store lost what had been written to it. */
  readonly forgot: number[] = [];

  get usages(): readonly UsageSeen[] {
    return [...this.#usages.values()];
  }

  ofTurn(conversationId = '', turnId = ''): UsageSeen | undefined {
    return this.#usages.get(`${conversationId}/${turnId}`);
  }

  /** A record of `chat.usage`. Of several of one turn the first counts. */
  see(record: HistoryRecord, line: number, partitions: number, tell: Tell): void {
    const { partition, offset, at, key } = record;
    const usage = decodeUsage(bytesOf(record));
    const isAtHome = usage && key === usage.conversationId && partition === homePartition(key, partitions);
    if (!isAtHome) {
      const sentence = `The record at chat.usage/${partition}/${offset} says of no turn at home there what it used.`;
      return tell({ code: 'off_contract', sentence, lines: [line] });
    }
    const name = `${usage.conversationId}/${usage.turnId}`;
    if (!this.#usages.has(name)) this.#usages.set(name, { line, at, usage });
  }
}
