import { HiddenText } from './hidden-text.ts';
import { WellFormedText } from './well-formed-text.ts';

/** What of a model's text a shopper may read, as it comes: no thoughts, no tool markup, nothing that is no character. */
export class AnswerText {
  readonly #hidden = new HiddenText();
  readonly #wellFormed = new WellFormedText();

  /** What can be shown of it by now; the rest comes with later text or with `end`. */
  push(text: string): string {
    return this.#wellFormed.push(this.#hidden.push(text));
  }

  end(): string {
    return this.#wellFormed.push(this.#hidden.end()) + this.#wellFormed.end();
  }

  /** The model wrote a tool call as text: it meant to call, and did not. */
  get calledInWords(): boolean {
    return this.#hidden.sawMarkup;
  }
}
