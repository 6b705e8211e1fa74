import { calendarOf, type Day, type Decimal, type LocalMoment, wholeOf } from '@turnfleet/reading';
import { type Figure, type Status } from './figures/figure.ts';
import { readFigures } from './figures/read-figures.ts';
import { readResult } from './read-result.ts';
import { mentionedIn, type Subject } from './subjects.ts';

/** A number that a result holds, and what it is about. */
export interface Amount {
  readonly value: Decimal;
  /** Null for what is no money. */
  readonly currency: string | null;
  /** Of a measure or a duration, null if none is said. */
  readonly unit: string | null;
  /** Pieces, and nothing else. */
  readonly counted: boolean;
  /** In a row of a list: such are added up. */
  readonly row: boolean;
  /** How long a list is. */
  readonly listed: boolean;
  readonly about: Subject | null;
}

/** What one result supports. */
export interface Evidence {
  readonly amounts: Amount[];
  readonly moments: { readonly moment: LocalMoment; readonly about: Subject | null }[];
  readonly statuses: { readonly status: Status; readonly about: Subject | null }[];
  /** Codes and references, in upper case. */
  readonly codes: Set<string>;
  readonly subjects: Subject[];
  /** Texts with figures of their own, read when they are needed. */
  readonly texts: { readonly text: string; readonly about: Subject | null }[];
  figures?: readonly { readonly figure: Figure; readonly about: Subject | null }[];
}

interface GroundsOptions {
  /** The shop's: an IANA name. */
  readonly timeZone: string;
  /** Unix milliseconds. */
  readonly now: number;
  /** What the shopper said in this conversation. */
  readonly said: readonly string[];
  /** Least and most that the tools take, as their schemas say. */
  readonly limits: readonly number[];
}

/** What a turn's sentences may rest on: results of this turn, fresh ones of earlier turns, what the shopper said. */
export class Grounds {
  readonly now: number;
  readonly today: Day;
  readonly limits: readonly Decimal[];
  readonly #momentOf: (at: number) => LocalMoment;
  readonly #evidence: Evidence[] = [];
  readonly #saidTexts: readonly string[];
  #said: readonly Figure[] | undefined;

  constructor({ timeZone, now, said, limits }: GroundsOptions) {
    this.now = now;
    this.#momentOf = calendarOf(timeZone);
    this.today = this.#momentOf(now).day;
    this.#saidTexts = said;
    this.limits = limits.filter(Number.isInteger).map(wholeOf);
  }

  /** One more result, as JSON; `args` name what it is about where it does not say. */
  learn(content: string, args: Readonly<Record<string, unknown>> = {}): void {
    const evidence = readResult(content, args, this.#momentOf);
    if (evidence) this.#evidence.push(evidence);
  }

  get evidence(): readonly Evidence[] {
    return this.#evidence;
  }

  /** How many products and orders results are about. */
  get subjects(): number {
    return new Set(this.#evidence.flatMap(({ subjects }) => subjects.map(({ code }) => code))).size;
  }

  /** Figures in texts of a result. */
  figuresOf(evidence: Evidence): NonNullable<Evidence['figures']> {
    evidence.figures ??= evidence.texts.flatMap(({ text, about }) =>
      readFigures(text, this.today).map((figure) => ({ figure, about })),
    );
    return evidence.figures;
  }

  /** Figures that the shopper said. */
  get said(): readonly Figure[] {
    this.#said ??= this.#saidTexts.flatMap((text) => readFigures(text, this.today));
    return this.#said;
  }

  /** Whether a name, as in Mate 60, stands in a result, or the shopper wrote it. */
  isNamed(name: string): boolean {
    const told = this.#evidence.some(({ texts }) => texts.some(({ text }) => text.includes(name)));
    return told || this.#saidTexts.some((one) => one.includes(name));
  }

  /** Whether a result holds this number of a parcel or a reservation, or the shopper wrote it. */
  hasCode(code: string): boolean {
    const wrote = this.#saidTexts.some((one) => one.toUpperCase().includes(code));
    return wrote || this.#evidence.some(({ codes }) => codes.has(code) || endsAsMasked(code, codes));
  }

  /** What a sentence names of what results are about, and other codes in it. */
  mentionedIn(sentence: string): ReadonlySet<string> {
    return mentionedIn(
      sentence,
      this.#evidence.flatMap(({ subjects }) => subjects),
    );
  }
}

/** One that a result shows the last characters of, `****1234`, is known by those. */
function endsAsMasked(code: string, codes: ReadonlySet<string>): boolean {
  for (const one of codes) if (one.startsWith('****') && one.length > 4 && code.endsWith(one.slice(4))) return true;
  return false;
}
