import type { EndedTurn } from './conversation.ts';
import { type ShopLocale, shopLocale } from './text.ts';
import type { Turn } from './turn.ts';

/**
 * The locale a turn is answered in: the one it brings; else the language of its words, if they are in one; else that of
 * the conversation (`past`, oldest first), as a SKU, a city, "ok" or a mixed sentence say nothing; else the language that
 * most of its words are in. A conversation whose locale was chosen against its words keeps it.
 */
export function turnLocale({ locale, text }: Pick<Turn, 'locale' | 'text'>, past: readonly EndedTurn[]): string {
  if (locale !== undefined) return locale;
  const before = past.at(-1);
  if (!before) return localeOf(text);
  const kept = before.reply.locale;
  const said = plainLanguage(text);
  return said === null || said === shopLocale(kept) || isChosen(before) ? kept : said;
}

/** The language most words of a text are in, codes aside, as a locale; `en` if it has no words. */
export function localeOf(text: string): ShopLocale {
  const { han, latin } = wordsIn(text);
  // Chinese takes about two characters for what English says in one word.
  return han > 0 && han >= latin ? 'zh-CN' : 'en';
}

function isChosen({ text, reply }: EndedTurn): boolean {
  const said = plainLanguage(text);
  return said !== null && said !== shopLocale(reply.locale);
}

/** The only language of a text; null if it is mixed, or no longer than a name or a nod. */
function plainLanguage(text: string): ShopLocale | null {
  const { han, latin } = wordsIn(text.replace(nods, ' '));
  if (han > longestName.han && latin === 0) return 'zh-CN';
  return latin > longestName.latin && han === 0 ? 'en' : null;
}

const longestName = { han: 2, latin: 1 };
/** Said in the middle of any language. */
const nods = /\b(?:ok(?:ay)?|yes|no|hi|hello|bye|thanks?|thank you|thx|please|sure|great|fine|go ahead)\b/gi;
/** Runs of what codes are made of; one with a digit in it is a code. Asked of the digit at once, a long text is searched without end. */
const runs = /[A-Za-z0-9_.-]+/g;
const withoutCodes = (text: string): string => text.replace(runs, (run) => (/\d/.test(run) ? ' ' : run));

function wordsIn(text: string): { readonly han: number; readonly latin: number } {
  const words = withoutCodes(text.normalize('NFKC'));
  return {
    han: words.match(/\p{Script=Han}/gu)?.length ?? 0,
    latin: words.match(/[A-Za-z][A-Za-z']+/g)?.length ?? 0,
  };
}
