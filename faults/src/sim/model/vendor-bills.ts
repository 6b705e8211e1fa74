import { formatUsd, type ModelRequest, noCost, priceOf, type Usd } from '@turnfleet/model';
import { turnOf } from '../plan/turn-text.ts';
import type { Untimed } from '../recorder.ts';

/** What the vendor has counted of one call; it goes on counting whoever listens. */
export interface VendorBill {
  readonly call: string | null;
  readonly at: number;
  readonly turn: string;
  readonly inputTokens: number;
  outputTokens: number;
  readonly request: ModelRequest;
}

export const usageOf = ({ inputTokens, outputTokens }: VendorBill) => ({ inputTokens, outputTokens });

type BilledEvent = Extract<Untimed, { event: 'billed' }> & { readonly at: number };

/** The books of the vendors: a call that was taken is billed for what it read and wrote, whatever became of its caller. */
export class VendorBills {
  readonly #bills: VendorBill[] = [];

  /** A request was taken; every character of it is a token. */
  take(request: ModelRequest, turn: string, at: number): VendorBill {
    const inputTokens = request.messages.reduce((sum, message) => sum + lengthOf(message), 0);
    const bill = { call: request.ticket?.id ?? null, at, turn, inputTokens, outputTokens: 0, request };
    this.#bills.push(bill);
    return bill;
  }

  /** For the history. */
  all(): readonly BilledEvent[] {
    return this.#bills.map(({ at, call, turn, inputTokens, outputTokens, request }) => {
      const cost = formatUsd(costOf(request, { inputTokens, outputTokens }));
      return { event: 'billed', at, call, model: request.model, inputTokens, outputTokens, cost, ...turnOf(turn) };
    });
  }
}

function costOf({ deployment }: ModelRequest, tokens: { inputTokens: number; outputTokens: number }): Usd {
  return deployment ? priceOf(tokens, deployment.model.prices) : noCost;
}

function lengthOf(message: ModelRequest['messages'][number]): number {
  if (message.role === 'tool') return message.content.length;
  return message.text.length;
}
