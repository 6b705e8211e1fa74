import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A sentence, what came before it, and whether it may be said. */
export interface Labelled {
  readonly set: string;
  readonly scene: string;
  /** What the shopper said. */
  readonly said: string;
  readonly sentence: string;
  readonly supported: boolean;
  /** Written to be hard. */
  readonly adversarial: boolean;
}

const folder = join(import.meta.dirname, 'sentences');

/** `@ scene`, `> what the shopper says`, then `+` for a sentence that may be said and `-` for one that may not, `*` if it is meant to be hard. */
function labelledIn(file: string): readonly Labelled[] {
  const set = file.replace(/\.txt$/, '');
  let [scene, said] = ['', ''];
  const found: Labelled[] = [];
  for (const line of readFileSync(join(folder, file), 'utf8').split('\n')) {
    const [, sign, hard, rest = ''] = /^([@>+-])(\*?)\s?(.*)$/.exec(line) ?? [];
    if (sign === '@') [scene, said] = [rest, ''];
    else if (sign === '>') said = rest;
    else if (sign) found.push({ set, scene, said, sentence: rest, supported: sign === '+', adversarial: hard === '*' });
  }
  return found;
}

/** On which the reader was worked out. */
export const tuned = (): readonly Labelled[] => ['tuned.zh.txt', 'tuned.en.txt', 'tuned.more.txt'].flatMap(labelledIn);
/** Which nobody looked at while it was. */
export const heldOut = (): readonly Labelled[] => labelledIn('held-out.txt');
