import { builtInCatalogue, formatUsd, noCost, priceOf } from '@turnfleet/model';
import type { FastifyInstance } from 'fastify';
import type { Exchange } from './exchange.ts';

/** One call as its vendor bills it. */
export interface Bill {
  /** The `x-client-request-id` that came with it, null if none did. */
  readonly call: string | null;
  /** When it was taken, Unix milliseconds. */
  readonly at: number;
  /** As the client named it. */
  readonly model: string;
  /** The end of what the user said last, so that who plays the user knows their call. */
  readonly question: string;
  readonly inputTokens: number;
  /** Those that were sent, whoever listened. */
  outputTokens: number;
}

const mostBills = 200_000;
const questionEnd = 64;

/**
 * What vendors would bill: a call that is taken, for its input and for what was written until its end or until its client
 * had gone. One that was refused costs nothing. The newest bills are kept.
 */
export class Books {
  #bills: Bill[] = [];

  take({ model, messages }: Exchange, call: string | null, inputTokens: number, at: number): Bill {
    const last = messages.findLast(({ role }) => role === 'user');
    const question = last?.role === 'user' ? last.text.slice(-questionEnd) : '';
    const bill: Bill = { call, at, model, question, inputTokens, outputTokens: 0 };
    if (this.#bills.length >= 2 * mostBills) this.#bills = this.#bills.slice(-mostBills);
    this.#bills.push(bill);
    return bill;
  }

  get all(): readonly Bill[] {
    return this.#bills;
  }
}

/** `GET /_sim/bill`: one JSON object a line, with the cost at list prices. */
export function addBill(server: FastifyInstance, books: Books): void {
  server.get('/_sim/bill', async (_, reply) => {
    reply.type('application/x-ndjson; charset=utf-8');
    return books.all.map((bill) => `${JSON.stringify({ ...bill, cost: costOf(bill) })}\n`).join('');
  });
}

function costOf({ model, ...tokens }: Bill): string {
  const known = [...builtInCatalogue.models.values()].find(
    ({ id, at }) => id === model || at.some(({ name }) => name === model),
  );
  return formatUsd(known ? priceOf(tokens, known.prices) : noCost);
}
