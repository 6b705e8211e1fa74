import type { Random } from '@turnfleet/core';
import { chineseHomophones, synonyms } from './word-tables.ts';

/** A way to say nearly the same: null where it has nothing to change. */
type Augmentation = (text: string, random: Random) => string | null;

/**
 * Kinds of noise and rewording, each measured by itself (`npm run bench -- intent`). Noise makes a recogniser stand typos;
 * it teaches no meaning.
 */
export const augmentations = {
  synonym: (text, random) => replaceOne(text, synonyms, random),
  homophone: (text, random) => replaceOne(text, chineseHomophones, random),
  typo: (text, random) => changeWord(text, random, swapLetters),
  deletion: (text, random) => changeWord(text, random, () => ''),
  filler: (text, random) => {
    const han = /\p{Script=Han}/u.test(text);
    const before = pickFrom(han ? ['那个,', '请问', '麻烦', '你好,'] : ['um, ', 'so ', 'please, ', 'hi, '], random);
    return before + text;
  },
} as const satisfies Record<string, Augmentation>;

function pickFrom<T>(list: readonly [T, ...T[]], random: Random): T {
  return list[Math.floor(random() * list.length)] ?? list[0];
}

/** Replaces one word of the table by another one of its row. */
function replaceOne(text: string, table: readonly (readonly string[])[], random: Random): string | null {
  const found = table.flatMap((row) => row.filter((word) => holds(text, word)).map((word) => ({ word, row })));
  const chosen = found[Math.floor(random() * found.length)];
  if (!chosen) return null;
  const others = chosen.row.filter((word) => word !== chosen.word);
  return text.replace(chosen.word, others[Math.floor(random() * others.length)] ?? chosen.word);
}

/** Latin words as a whole, Chinese ones wherever they stand. */
const holds = (text: string, word: string): boolean =>
  /^[a-z]/i.test(word) ? new RegExp(`\\b${word}\\b`, 'i').test(text) : text.includes(word);

/** Changes one Latin word of four letters or more, or one Chinese character. */
function changeWord(text: string, random: Random, change: (word: string, random: Random) => string): string | null {
  const places = [...text.matchAll(/\b[a-z]{4,}\b|\p{Script=Han}/giu)];
  const place = places[Math.floor(random() * places.length)];
  if (!place) return null;
  const [word] = place;
  const changed = text.slice(0, place.index) + change(word, random) + text.slice(place.index + word.length);
  return changed.trim() === '' ? null : changed;
}

/** Two letters change places; a Chinese character stands twice. */
function swapLetters(word: string, random: Random): string {
  if (word.length === 1) return word + word;
  const at = Math.floor(random() * (word.length - 1));
  return word.slice(0, at) + (word[at + 1] ?? '') + (word[at] ?? '') + word.slice(at + 2);
}
