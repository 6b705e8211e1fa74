/** What shoppers say when they mean yes and nothing else. Ambiguous words are left out: whoever means it says it again. */
const yesWords = {
  han: '是 是的 对 对的 好 好的 好吧 好呀 好啊 行 行的 可以 可以的 要 要的 需要 嗯 确认 确定 同意 没问题 没错 就这样 办吧'.split(
    ' ',
  ),
  latin: ['yes', 'yeah', 'yep', 'yup', 'y', 'ok', 'okay', 'sure', 'confirm', 'confirmed', 'agreed', 'of course'],
  phrases: ['go ahead', 'do it', 'please do', 'sounds good', 'correct', 'that s right', 'that is right'],
};

/** What may go with a yes without changing it. */
const courtesies = {
  han: '请 谢谢 谢谢你 谢谢您 麻烦了 麻烦你了 麻烦您了'.split(' '),
  latin: ['please', 'thanks', 'thank you'],
};

/** Chinese is written without spaces, so the longest word comes first; a Latin word has to end where it ends. */
const anyOf = (han: readonly string[], latin: readonly string[]): string =>
  [...han.toSorted((a, b) => b.length - a.length), ...latin.map((word) => `${word}\\b`)].join('|');

const yes = anyOf(yesWords.han, [...yesWords.latin, ...yesWords.phrases]);
const courtesy = anyOf(courtesies.han, courtesies.latin);
const pattern = new RegExp(`^(?:(?:${courtesy}) ?)*(?:${yes})(?: ?(?:${yes}|${courtesy}))*$`, 'u');

/** No plain yes is longer, and no longer text takes time to read. */
const longest = 40;

/**
 * Whether a message says yes and no more than that: any condition, question or further wish makes it something else. `also`:
 * words that are a yes to this question, as they name what is asked about ("cancel it").
 */
export function isAffirmative(message: string, also: readonly string[] = []): boolean {
  const text = message.normalize('NFKC').toLowerCase();
  if (text.length > longest || text.includes('?')) return false;
  const words = text.replaceAll(/[\p{P}\p{Z}\s~]+/gu, ' ').trim();
  return pattern.test(words) || (also.length > 0 && patternWith(also).test(words));
}

const patterns = new Map<string, RegExp>();

function patternWith(also: readonly string[]): RegExp {
  const key = also.join('|');
  const known = patterns.get(key);
  if (known) return known;
  const plain = also.map((word) =>
    word
      .normalize('NFKC')
      .toLowerCase()
      .replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'),
  );
  const own = anyOf(
    plain.filter((word) => !/^[a-z]/.test(word)).map((word) => `${word}(?:吧|掉|了)*`),
    plain.filter((word) => /^[a-z]/.test(word)),
  );
  const made = new RegExp(
    `^(?:(?:${courtesy}|${yes}|帮我|给我|那就?|就|and\\b) ?)*(?:${own})(?: ?(?:${own}|${yes}|${courtesy}))*$`,
    'u',
  );
  if (patterns.size >= mostPatterns) patterns.clear();
  patterns.set(key, made);
  return made;
}

const mostPatterns = 100;
