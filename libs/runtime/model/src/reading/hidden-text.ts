import { type Markup, markup } from './markup.ts';

const byOpening = new Map(markup.map((one) => [one.open, one]));
/** Of openings that fit at one place the longest holds. */
const openings = [...byOpening.keys()].sort((one, other) => other.length - one.length);
const opening = new RegExp(openings.map((open) => open.replace(/[|[\]().+*?^${}\\]/g, '\\$&')).join('|'), 'y');
const firstCharacter = /[<[]/;
/** Characters that are looked at together, so that a long text full of marks takes no longer than its length. */
const stretch = 256;

/** Takes thoughts and tool markup out of text that comes in portions, wherever the portions cut the marks. */
export class HiddenText {
  /** Not decided yet: the beginning of what may become a mark. Empty within a hidden stretch but for the end of a mark. */
  #unshown = '';
  #within: Markup | null = null;
  #shown = false;
  sawMarkup = false;
  /** What was shown so far turned out to be a thought. */
  #takenBack = false;
  #endsThought = false;

  push(text: string): string {
    const nothingBefore = this.#shown && !this.#within && this.#unshown === '';
    if (nothingBefore && !firstCharacter.test(text)) return text;
    let out = '';
    for (let start = 0; start < text.length; start += stretch) {
      this.#unshown += text.slice(start, start + stretch);
      for (let passed = this.#next(); passed !== null; passed = this.#next()) {
        out = this.#endsThought ? '' : out + passed;
        this.#endsThought = false;
      }
    }
    return out;
  }

  #next(): string | null {
    return this.#within ? this.#skip(this.#within) : this.#pass();
  }

  /** Whether what `push` returned before the last one has to be taken back; asked once. */
  takenBack(): boolean {
    const takenBack = this.#takenBack;
    this.#takenBack = false;
    return takenBack;
  }

  /** What was kept back only because it looked like the beginning of a mark. */
  end(): string {
    const unshown = lowerCase(this.#unshown);
    const mark = openAt(unshown, 0);
    this.sawMarkup ||= mark?.kind === 'call';
    const rest = this.#within || mark ? '' : this.#show(this.#unshown);
    this.#unshown = '';
    return rest;
  }

  /** Drops up to the closing mark; null if it has not come. */
  #skip({ close }: Markup): string | null {
    const at = close === null ? -1 : lowerCase(this.#unshown).indexOf(close);
    if (close !== null && at >= 0) {
      this.#unshown = this.#unshown.slice(at + close.length);
      this.#within = null;
      return '';
    }
    this.#unshown = close === null ? '' : this.#unshown.slice(-(close.length - 1));
    return null;
  }

  /** What comes before the first mark, or before what may become one; null if nothing more can be decided. */
  #pass(): string | null {
    if (this.#unshown === '') return null;
    const from = this.#unshown.search(firstCharacter);
    const lower = from < 0 ? '' : lowerCase(this.#unshown);
    for (let at = Math.max(from, 0); at < lower.length; at++) {
      if (!firstCharacter.test(lower.charAt(at))) continue;
      const rest = at + longestOpen > lower.length ? lower.slice(at) : null;
      const undecided = rest !== null && openings.some((open) => isBeginning(rest, open));
      const found = openAt(lower, at);
      if (!undecided && !found) continue;
      const before = this.#unshown.slice(0, at);
      if (undecided) {
        this.#unshown = this.#unshown.slice(at);
        return before === '' ? null : this.#show(before);
      }
      if (found) this.#enter(found, at);
      return this.#endsThought ? '' : this.#show(before);
    }
    const all = this.#unshown;
    this.#unshown = '';
    return this.#show(all);
  }

  #enter(found: Markup, at: number): void {
    this.#unshown = this.#unshown.slice(at + found.open.length);
    this.#endsThought = found.kind === 'thoughtEnd';
    if (this.#endsThought) {
      this.#takenBack ||= this.#shown;
      this.#shown = false;
    }
    this.sawMarkup ||= found.kind === 'call';
    this.#within = found.close === '' ? null : found;
  }

  /** White space before the first word is not shown: between a thought and the answer it belongs to neither. */
  #show(text: string): string {
    const shown = this.#shown ? text : text.trimStart();
    this.#shown ||= shown !== '';
    return shown;
  }
}

/** Of ASCII only, so that places stay the same. */
const lowerCase = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
const longestOpen = openings[0]?.length ?? 0;
const isBeginning = (text: string, open: string): boolean => text.length < open.length && open.startsWith(text);

function openAt(text: string, at: number): Markup | undefined {
  opening.lastIndex = at;
  return byOpening.get(opening.exec(text)?.[0] ?? '');
}
