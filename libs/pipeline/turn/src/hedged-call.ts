import { type Clock, endsWithin } from '@turnfleet/core';
import type { ModelChunk } from '@turnfleet/model';
import type { OpenCall } from './open-call.ts';

/** A second call, in case that the first is silent for longer than it mostly is. */
export interface Hedge {
  readonly afterMs: number;
  /** Null if there is nobody to ask. */
  readonly open: () => Promise<OpenCall | null>;
  /** Who spoke first; null: neither did. */
  readonly ended: (winner: 'first' | 'second' | null) => void;
}

interface Rival {
  readonly call: OpenCall;
  readonly head: Promise<IteratorResult<ModelChunk>>;
  /** Resolves when the head has come, or never will. */
  readonly over: Promise<void>;
  /** Why it never will. */
  failure: { readonly error: unknown } | null;
}

/**
 * What the first of two calls to speak says. Invariant: when its chunks have ended, however they did, the other call has been
 * called off and is on the bill.
 */
export class HedgedCall {
  readonly #clock: Clock;
  readonly #first: OpenCall;
  readonly #hedge: Hedge | null;
  readonly #signal: AbortSignal;
  #winner: OpenCall;

  constructor(clock: Clock, first: OpenCall, hedge: Hedge | null, signal: AbortSignal) {
    this.#clock = clock;
    this.#first = first;
    this.#hedge = hedge;
    this.#signal = signal;
    this.#winner = first;
  }

  /** Whose words they are; until somebody spoke, the first. */
  get watch(): OpenCall['watch'] {
    return this.#winner.watch;
  }

  async *chunks(): AsyncGenerator<ModelChunk> {
    const first = this.#rival(this.#first);
    const second = await this.#second(first);
    const loser = second && (await this.#settle(first, second));
    const winner = second && loser === first ? second : first;
    try {
      const said = await winner.head;
      if (said.done) return;
      yield said.value;
      yield* winner.call.chunks;
    } finally {
      await winner.call.chunks.return(undefined);
      await loser?.over;
      await loser?.call.chunks.return(undefined);
    }
  }

  /** The second call, if it has come to that. */
  async #second(first: Rival): Promise<Rival | null> {
    const hedge = this.#hedge;
    if (!hedge || (await endsWithin(this.#clock, hedge.afterMs, first.over))) return null;
    try {
      const call = await hedge.open();
      return call && this.#rival(call);
    } catch (error) {
      first.call.cancel();
      await first.over;
      throw error;
    }
  }

  /** Calls off whoever did not speak first. Where neither spoke, the failure of the first is that of both. */
  async #settle(first: Rival, second: Rival): Promise<Rival> {
    const spoke = await Promise.any([first, second].map((rival) => rival.head.then(() => rival))).catch(() => null);
    const loser = spoke === second ? first : second;
    this.#winner = spoke === second ? second.call : first.call;
    this.#hedge?.ended(spoke === null ? null : spoke === second ? 'second' : 'first');
    const { call, failure } = spoke ? loser : second;
    if (failure) call.watch.failed(failure.error, this.#signal);
    else callOff(call, call === this.#first);
    return spoke ? loser : second;
  }

  #rival(call: OpenCall): Rival {
    const head = call.chunks.next();
    const failed = (error: unknown): void => void (rival.failure = { error });
    const rival: Rival = { call, head, over: head.then(() => undefined, failed), failure: null };
    return rival;
  }
}

function callOff({ cancel, watch }: OpenCall, wasFirst: boolean): void {
  cancel();
  if (wasFirst) watch.outrun();
  else watch.withdrawn();
}
