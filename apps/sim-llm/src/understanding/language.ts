import { withoutEntities } from './entities.ts';

export type Language = 'zh' | 'en';

/** The language that serves a shopper with this language tag; null if none is known. */
export function languageOfLocale(locale: string | null): Language | null {
  if (locale === null) return null;
  return /^zh\b/i.test(locale) ? 'zh' : 'en';
}

const hanCharacters = /\p{Script=Han}/gu;
const latinWords = /[a-z][a-z']+/gi;

/** The language a message is written in, names of things and places aside; null where it is only such names. */
export function languageOf(message: string): Language | null {
  const words = withoutEntities(message);
  const han = words.match(hanCharacters)?.length ?? 0;
  const latin = words.match(latinWords)?.length ?? 0;
  if (han + latin === 0) return null;
  // Chinese takes about two characters for what English says in one word.
  return han >= latin ? 'zh' : 'en';
}

/** The language to answer in: that of the latest message that has one, newest first. */
export function answerLanguage(messagesNewestFirst: readonly string[]): Language {
  for (const message of messagesNewestFirst) {
    const language = languageOf(message);
    if (language) return language;
  }
  return messagesNewestFirst[0]?.match(hanCharacters) ? 'zh' : 'en';
}
