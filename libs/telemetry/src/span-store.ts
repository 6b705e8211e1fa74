import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace';
import { attributes } from './names.ts';

/** The newest ended spans of this process, for the page and `turnfleet trace`. Invariant: at most `limit` are held. */
export class SpanStore implements SpanProcessor {
  #spans: ReadableSpan[] = [];
  readonly #limit: number;

  constructor(limit = 20_000) {
    this.#limit = limit;
  }

  onStart(): void {}

  onEnd(span: ReadableSpan): void {
    this.#spans.push(span);
    if (this.#spans.length > this.#limit) this.#spans = this.#spans.slice(-Math.floor(this.#limit * 0.8));
  }

  /** Spans of a trace, by trace id or by the id of a turn in it; empty if it is not held. */
  find(traceOrTurnId: string): readonly ReadableSpan[] {
    const traceId = this.#traceOf(traceOrTurnId);
    return this.#spans.filter((span) => span.spanContext().traceId === traceId);
  }

  #traceOf(id: string): string {
    const ofTurn = this.#spans.find((span) => span.attributes[attributes.turnId] === id);
    return ofTurn?.spanContext().traceId ?? id;
  }

  forceFlush(): Promise<void> {
    return Promise.resolve();
  }

  shutdown(): Promise<void> {
    this.#spans = [];
    return Promise.resolve();
  }
}
