import { type Markup, markup } from './markup.ts';

/** How opening marks begin, two characters: everything else passes without a closer look. */
const beginnings = new Set(markup.map(({ open }) => open.slice(0, 2)));
const firstCharacters = new Set(markup.map(({ open }) => open.slice(0, 1)));

/** Takes thoughts and tool markup out of text that comes in portions, wherever the portions cut the marks. */
export class HiddenText {
  /** Not decided yet: the beginning of what may become a mark. Empty within a hidden stretch but for the end of a mark. */
  #held = '';
  #within: Markup | null = null;
  /** Nothing has been shown yet, and something was hidden. */
  #afterThought = false;
  #shown = false;
  sawMarkup = false;
  /** What was shown so far turned out to be a thought. */
  #takenBack = false;
  #endsThought = false;

  push(text: string): string {
    this.#held += text;
    let out = '';
    for (;;) {
      const passed = this.#within ? this.#skip(this.#within) : this.#pass();
      if (passed === null) return out;
      out = this.#endsThought ? '' : out + passed;
      this.#endsThought = false;
    }
  }

  /** Whether what `push` returned before the last one has to be taken back; asked once. */
  takenBack(): boolean {
    const takenBack = this.#takenBack;
    this.#takenBack = false;
    return takenBack;
  }

  /** What was held only because it looked like the beginning of a mark. */
  end(): string {
    const held = lowerCase(this.#held);
    const mark = longest(markup.filter(({ open }) => held.startsWith(open)));
    this.sawMarkup ||= mark?.kind === 'call';
    const rest = this.#within || mark ? '' : this.#show(this.#held);
    this.#held = '';
    return rest;
  }

  /** Drops up to the closing mark; null if it has not come. */
  #skip({ close }: Markup): string | null {
    const at = close === null ? -1 : lowerCase(this.#held).indexOf(close);
    if (close !== null && at >= 0) {
      this.#held = this.#held.slice(at + close.length);
      this.#within = null;
      return '';
    }
    this.#held = close === null ? '' : this.#held.slice(-(close.length - 1));
    return null;
  }

  /** What comes before the first mark, or before what may become one; null if nothing more can be decided. */
  #pass(): string | null {
    if (this.#held === '') return null;
    const lower = lowerCase(this.#held);
    for (let at = 0; at < lower.length; at++) {
      const begins = lower.slice(at, at + 2);
      if (!beginnings.has(begins) && !(begins.length === 1 && firstCharacters.has(begins))) continue;
      const rest = lower.slice(at, at + longestOpen);
      const undecided = at + longestOpen > lower.length && markup.some(({ open }) => isBeginning(rest, open));
      const found = longest(markup.filter(({ open }) => rest.startsWith(open)));
      if (!undecided && !found) continue;
      const before = this.#held.slice(0, at);
      if (undecided) {
        this.#held = this.#held.slice(at);
        return before === '' ? null : this.#show(before);
      }
      if (found) this.#enter(found, at);
      return this.#endsThought ? '' : this.#show(before);
    }
    const all = this.#held;
    this.#held = '';
    return this.#show(all);
  }

  #enter(found: Markup, at: number): void {
    this.#held = this.#held.slice(at + found.open.length);
    this.#afterThought = true;
    this.#endsThought = found.kind === 'thoughtEnd';
    if (this.#endsThought) {
      this.#takenBack ||= this.#shown;
      this.#shown = false;
    }
    this.sawMarkup ||= found.kind === 'call';
    this.#within = found.close === '' ? null : found;
  }

  /** The blank lines between a thought and the answer belong to neither. */
  #show(text: string): string {
    const shown = this.#afterThought && !this.#shown ? text.trimStart() : text;
    this.#shown ||= shown !== '';
    return shown;
  }
}

/** Of ASCII only, so that places stay the same. */
const lowerCase = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
const longestOpen = Math.max(...markup.map(({ open }) => open.length));
const isBeginning = (text: string, open: string): boolean => text.length < open.length && open.startsWith(text);

function longest(found: readonly Markup[]): Markup | undefined {
  return [...found].sort((a, b) => b.open.length - a.open.length)[0];
}
