import type { SseEvent } from '@turnfleet/core/sse';
import { AnswerText, type StreamFold } from '@turnfleet/model';
import { BodyEvents } from './body-events.ts';
import type { CallBill } from './call-bill.ts';

/** What readers are told: to take back what they were told before if `reset`, then `text`. */
interface Told {
  readonly text: string;
  readonly reset: boolean;
}

/** The text of an answer, from its bytes. */
export class AnswerReader {
  /** Told before these bytes. */
  #before = '';
  /** Of these bytes. */
  #text = '';
  #reset = false;
  #failure: { readonly error: unknown } | null = null;
  readonly #fold: StreamFold;
  readonly #bill: CallBill;
  readonly #events = new BodyEvents();
  readonly #shown = new AnswerText();

  constructor(fold: StreamFold, bill: CallBill) {
    this.#fold = fold;
    this.#bill = bill;
  }

  /** All that was told. */
  get text(): string {
    return this.#before;
  }

  /** The model wrote a tool call as text. */
  get calledInWords(): boolean {
    return this.#shown.calledInWords;
  }

  /** Nothing that may still come is of any use: `end` says what has become of the answer. */
  get over(): boolean {
    return this.#fold.done || this.#failure !== null;
  }

  read(portions: readonly Uint8Array[]): Told {
    this.#try(() => {
      for (const bytes of portions) this.#take(this.#events.push(bytes));
    });
    return this.#told();
  }

  /** What was kept back. Fails as `ModelClient.stream` does where the answer did; what came before it has been told. */
  end(): Told {
    this.#try(() => this.#take(this.#events.end()));
    if (this.#failure) throw this.#failure.error;
    this.#text += this.#shown.end();
    return this.#told();
  }

  #try(read: () => void): void {
    try {
      read();
    } catch (error) {
      // What breaks behind a whole answer takes nothing of it away.
      if (!this.#fold.ended) this.#failure ??= { error };
    }
  }

  #take(events: readonly SseEvent[]): void {
    for (const event of events) {
      if (this.#fold.done) return;
      const said = this.#fold.take(event);
      if (said === '') continue;
      this.#bill.received(said);
      const { text, reset } = this.#shown.push(said);
      this.#text = reset ? text : this.#text + text;
      this.#reset ||= reset;
    }
  }

  #told(): Told {
    const told = { text: this.#text, reset: this.#reset && this.#before !== '' };
    this.#before = this.#reset ? this.#text : this.#before + this.#text;
    this.#text = '';
    this.#reset = false;
    return told;
  }
}
