import { coldBeginning } from './cold-beginning.ts';
import type { Figure } from './figures/figure.ts';
import { readFigures } from './figures/read-figures.ts';
import type { Grounds } from './grounds.ts';
import { honestText } from './honest-text.ts';
import { endOfSentence } from './sentences.ts';
import { unsupported } from './unsupported.ts';

/** What may be shown now. */
interface Shown {
  /** What was shown of the sentence that is not whole yet has to go. */
  readonly takeBack: boolean;
  readonly text: string;
}

/** A model's words on their way to the shopper: sentence by sentence, none with a figure that nothing supports. */
export interface Gate {
  /** More of what the model says. */
  push(text: string): Shown;
  /** The model has nothing more to say. */
  end(): Shown;
  /** Shown, in whole sentences; what `takeBack` goes back to. */
  readonly whole: string;
  /** All that is shown. */
  readonly shown: string;
  /** The answer with honest sentences in place of those that were held back. */
  readonly honest: string;
  /** Figures that nothing supports, of the sentences that were held back. */
  readonly offending: readonly Figure[];
  readonly counts: { readonly checked: number; readonly held: number; readonly replaced: number };
}

interface GateOptions {
  readonly grounds: Grounds;
  readonly locale: string;
  /** Without it nothing is shown from the first sentence on that is held back: the model may say it all again. */
  readonly replace: boolean;
}

export function openGate({ grounds, locale, replace }: GateOptions): Gate {
  let waiting = '';
  /** How much of `waiting` was shown before its sentence was whole. */
  let ahead = 0;
  let [whole, honest] = ['', ''];
  const offending: Figure[] = [];
  const derived: Figure[] = [];
  const counts = { checked: 0, held: 0, replaced: 0 };
  let lastInstead = '';
  const closed = (): boolean => !replace && counts.held > 0;

  /** The sentence as it may be said, null if it may not. */
  const judged = (sentence: string): string | null => {
    const figures = readFigures(sentence, grounds.today);
    if (figures.length === 0) return sentence;
    counts.checked++;
    const offends = unsupported(grounds, sentence, figures, derived);
    if (offends.length === 0) {
      derived.push(...figures.filter(({ stated }) => stated.kind !== 'status'));
      return sentence;
    }
    counts.held++;
    offending.push(...offends);
    return null;
  };

  /** Said once, however many sentences in a row it stands for. */
  const insteadOf = (sentence: string): string => {
    const text = honestText(offending.slice(-1), locale);
    const [before = ''] = /^\s*(?:[-*•]\s+)?/.exec(sentence) ?? [];
    const [after = ''] = /\s*$/.exec(sentence) ?? [];
    counts.replaced++;
    if (text === lastInstead) return '';
    lastInstead = text;
    return before + text + after;
  };

  const take = (sentence: string): Shown => {
    const shownBefore = ahead;
    ahead = 0;
    const wasClosed = closed();
    const said = judged(sentence);
    const told = said ?? insteadOf(sentence);
    if (said !== null && said.trim() !== '') lastInstead = '';
    honest += told;
    if (said !== null && !wasClosed) {
      whole += said;
      return { takeBack: false, text: said.slice(shownBefore) };
    }
    if (said === null && replace) {
      whole += told;
      return { takeBack: shownBefore > 0, text: told };
    }
    return { takeBack: shownBefore > 0, text: '' };
  };

  const release = (atEnd: boolean): Shown => {
    let shown: Shown = { takeBack: false, text: '' };
    for (;;) {
      const end = endOfSentence(waiting) ?? (atEnd && waiting !== '' ? waiting.length : null);
      if (end === null) break;
      const sentence = waiting.slice(0, end);
      waiting = waiting.slice(end);
      const next = take(sentence);
      // Nothing was shown ahead of a sentence but the first of these.
      shown = { takeBack: shown.takeBack || next.takeBack, text: shown.text + next.text };
    }
    if (waiting === '' || closed()) return shown;
    const cold = coldBeginning(waiting);
    if (cold <= ahead) return shown;
    const text = shown.text + waiting.slice(ahead, cold);
    ahead = cold;
    return { ...shown, text };
  };

  return {
    push: (text) => {
      waiting += text;
      return release(false);
    },
    end: () => release(true),
    get whole() {
      return whole;
    },
    get shown() {
      return whole + waiting.slice(0, ahead);
    },
    get honest() {
      return honest;
    },
    offending,
    counts,
  };
}

/** A gate that lets everything through. */
export function openPassage(): Gate {
  let shown = '';
  return {
    push: (text) => {
      shown += text;
      return { takeBack: false, text };
    },
    end: () => ({ takeBack: false, text: '' }),
    get whole() {
      return shown;
    },
    get shown() {
      return shown;
    },
    get honest() {
      return shown;
    },
    offending: [],
    counts: { checked: 0, held: 0, replaced: 0 },
  };
}
