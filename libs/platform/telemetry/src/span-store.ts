import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace';
import { attributes } from './attributes.ts';

interface Trace {
  readonly spans: ReadableSpan[];
  readonly turns: Set<string>;
}

/**
 * The ended spans of this process's newest traces, for the page and `turnfleet trace`. Invariant: at most `limit` spans are
 * held; the trace that began first goes first, whole.
 */
export class SpanStore implements SpanProcessor {
  readonly #traces = new Map<string, Trace>();
  /** A turn's trace is the first that names it: a repeat of the request has one of its own. */
  readonly #traceOfTurn = new Map<string, string>();
  readonly #limit: number;
  #size = 0;

  constructor(limit = 20_000) {
    this.#limit = limit;
  }

  onStart(): void {}

  onEnd(span: ReadableSpan): void {
    const { traceId } = span.spanContext();
    const trace = this.#traces.get(traceId) ?? { spans: [], turns: new Set() };
    this.#traces.set(traceId, trace);
    trace.spans.push(span);
    this.#size++;
    const turn = span.attributes[attributes.turnId];
    if (typeof turn === 'string' && !this.#traceOfTurn.has(turn)) {
      this.#traceOfTurn.set(turn, traceId);
      trace.turns.add(turn);
    }
    while (this.#size > this.#limit) this.#dropOldest();
  }

  /** Spans of a trace, by trace id or by the id of a turn in it; empty if it is not held. */
  find(traceOrTurnId: string): readonly ReadableSpan[] {
    const traceId = this.#traceOfTurn.get(traceOrTurnId) ?? traceOrTurnId;
    return this.#traces.get(traceId)?.spans ?? [];
  }

  forceFlush(): Promise<void> {
    return Promise.resolve();
  }

  shutdown(): Promise<void> {
    this.#traces.clear();
    this.#traceOfTurn.clear();
    this.#size = 0;
    return Promise.resolve();
  }

  #dropOldest(): void {
    for (const [traceId, { spans, turns }] of this.#traces) {
      this.#traces.delete(traceId);
      for (const turn of turns) this.#traceOfTurn.delete(turn);
      this.#size -= spans.length;
      return;
    }
  }
}
