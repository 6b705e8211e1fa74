export type Language = 'zh' | 'en' | 'ja' | 'ko' | 'mixed' | 'unknown';

/** Product, order and tracking numbers, URLs and addresses: Latin letters that are no language. */
const codes = /https?:\/\/\S+|[\w.+-]+@[\w-]+\.[\w.]+|\b(?=[\w-]*\d)[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*\b/g;
const han = /\p{Script=Han}/gu;
/** Without の, which is written in Chinese for fun. */
const kana = /(?!の)[\p{Script=Hiragana}\p{Script=Katakana}]/gu;
const hangul = /\p{Script=Hangul}/gu;
const latinWord = /\p{Script=Latin}+(?:['’]\p{Script=Latin}+)*/gu;
/** Brands and models are Latin in Chinese, too; words like these make an English clause of them. */
const functionWord =
  /^(?:i|you|it|my|me|we|the|a|an|is|are|was|be|to|of|for|in|on|with|this|that|them|and|or|but|because|if|no|not|do|does|can|could|have|has|need|want|already|please|there)$/i;
const wordsOfAClause = 3;
const hansOfAClause = 3;
/** Characters that a Chinese word has, about. */
const hansOfAWord = 1.6;

/**
 * The language of a message, by its scripts: kana is Japanese and hangul Korean, whatever else there is; otherwise Han
 * against Latin words. `mixed` has a clause in each of Chinese and English.
 */
export function languageOf(text: string): Language {
  const plain = text.normalize('NFKC').replace(codes, ' ');
  const count = (pattern: RegExp): number => plain.match(pattern)?.length ?? 0;
  const [hans, kanas, hanguls] = [count(han), count(kana), count(hangul)];
  if (hanguls > 0 && hanguls >= kanas) return 'ko';
  if (kanas > 1 || (kanas > 0 && hans > 0 && kanas / (kanas + hans) > 0.1)) return 'ja';
  const words = plain.match(latinWord) ?? [];
  if (hans === 0) return words.length > 0 ? 'en' : 'unknown';
  const english = words.length >= wordsOfAClause && words.some((word) => functionWord.test(word));
  if (!english) return 'zh';
  if (hans >= hansOfAClause) return 'mixed';
  return hans / hansOfAWord >= words.length ? 'zh' : 'en';
}
