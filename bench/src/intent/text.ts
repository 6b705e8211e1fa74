import { barText } from '../report/bar.ts';
import { numberText, tableOf } from '../report/table.ts';
import type { IntentResult } from './benchmark.ts';

const percent = (share: number | null): string => (share === null ? 'no file' : `${numberText(100 * share)} %`);

/** The result for a reader: ways to train, public sets, bars. */
export function intentText({ own, public: found, bars }: IntentResult): string {
  const trained = tableOf(
    ['own intents, trained with', 'sentences', 'as written', 'with a typing mistake'],
    own.trained.map(({ way, sentences, clean, noisy }) => [way, numberText(sentences), percent(clean), percent(noisy)]),
  );
  const { right, zh, en, keywords } = own.heldOut;
  const heldOut = `held out: ${percent(right)} right (zh ${percent(zh)}, en ${percent(en)}); by keywords ${percent(keywords)}`;
  const sets = tableOf(
    ['public set', 'with encoder', 'words alone'],
    found.map(({ set, right: meaning, wordsAlone }) => [set, percent(meaning), percent(wordsAlone)]),
  );
  const shown = found.length === 0 ? 'Public sets are left out: --data FOLDER names where they are.' : sets;
  return [trained, heldOut, shown, bars.map(barText).join('\n')].join('\n\n');
}
