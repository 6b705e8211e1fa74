import { simplified } from './simplified.ts';
import { standardChinese } from './standard-chinese.ts';

/** What shoppers say when they mean yes and nothing else. Ambiguous words are left out: whoever means it says it again. */
const yesWords = {
  han: [
    ...'是 是的 是滴 对 对的 对头 好 好的 好吧 好滴 好嘞 好哒 好呢 好的呢 行 行的 行吧 成 成吧 中 妥 得嘞 可以 可以的 要 要的 要得 需要'.split(
      ' ',
    ),
    ...'嗯 恩 嗯呢 嗯哪 确认 确认无误 确定 同意 没问题 没问题的 没错 没毛病 当然 当然可以 必须的 就这样 就这么办 就这个 就是这个'.split(
      ' ',
    ),
    ...'就是它 是这个 办 办吧 搞吧 弄吧 整吧 走起 就这样吧 就这么着 就这么着吧 就这样办 就这么办吧 就这样办吧'.split(
      ' ',
    ),
    ...'那就这样 那就这样吧 那就这样办 那就这样办吧 那就这么办 那就这么办吧 这回对了 这下对了 这次对了 现在对了'.split(
      ' ',
    ),
  ],
  latin: [
    ...'yes yeah yea yep yup ya y ok okay k kk sure confirm confirmed agreed absolutely definitely certainly affirmative'.split(
      ' ',
    ),
    ...'perfect great fine right alright exactly indeed correct proceed'.split(' '),
    'of course',
    ...'lovely cool'.split(' '),
    ...['spot on', 'bang on', 'exactly right'],
  ],
  phrases: [
    ...[
      'go ahead',
      'go for it',
      'do it',
      'do that',
      'please do',
      'let s do it',
      'lets do it',
      'for sure',
      'sure thing',
    ],
    ...['all right', 'sounds good', 'sounds good to me', 'sounds great', 'looks good', 'that works', 'works for me'],
    ...[
      'that s right',
      'thats right',
      'that is right',
      'that s correct',
      'thats correct',
      'that is correct',
      'that s it',
    ],
    ...[
      'that s the one',
      'thats the one',
      'that is the one',
      'that would be great',
      'that would be lovely',
      'i confirm',
    ],
    ...['that s fine', 'thats fine', 'that is fine', 'that s ok', 'thats ok', 'fine by me', 'fine with me', 'go on'],
    ...['that would be good', 'i do', 'i agree', 'no problem'],
  ],
};

/** What may go with a yes without changing it. */
const courtesies = {
  han: '请 谢谢 谢谢你 谢谢您 谢谢啦 谢了 多谢 感谢 辛苦 辛苦了 辛苦啦 辛苦您 辛苦您了 有劳 有劳了 有劳您 劳驾 拜托 拜托了 麻烦 麻烦了 麻烦你 麻烦您 麻烦你了 麻烦您了 啊 呀 哈 哦 噢 啦 哟 嘞'.split(
    ' ',
  ),
  latin: [
    ...'please pls plz thanks thx ty cheers then now just well oh ah and'.split(' '),
    ...[
      'thank you',
      'thank you very much',
      'thank you kindly',
      'kindly',
      'thank you so much',
      'thanks a lot',
      'many thanks',
      'this one',
      'that one',
    ],
  ],
};

/** Chinese is written without spaces, so the longest word comes first; a Latin word has to end where it ends. */
const anyOf = (han: readonly string[], latin: readonly string[]): string =>
  [...han.toSorted((a, b) => b.length - a.length), ...latin.map((word) => `${word}\\b`)].join('|');

const yes = anyOf(yesWords.han, [...yesWords.latin, ...yesWords.phrases]);
const courtesy = anyOf(courtesies.han, courtesies.latin);
const pattern = new RegExp(`^(?:(?:${courtesy}) ?)*(?:${yes})(?: ?(?:${yes}|${courtesy}))*$`, 'u');

/** Pictures that say yes and nothing else. */
const nods = /👍|👌|🆗|✅|💯/gu;

/** No plain yes is longer, and no longer text takes time to read. */
const longest = 40;

/**
 * Whether a message says yes and no more than that: any condition, question or further wish makes it something else. `also`:
 * words that are a yes to this question, as they name what is asked about ("cancel it").
 */
export function isAffirmative(message: string, also: readonly string[] = []): boolean {
  const text = standardChinese(simplified(message.normalize('NFKC').toLowerCase()));
  if (text.length > longest || /[?👎❌🚫🙅]/u.test(text)) return false;
  const words = text
    .replaceAll(nods, ' ok ')
    .replaceAll(/[\p{P}\p{Z}\p{S}\s]+/gu, ' ')
    .replaceAll(/([a-z])\1{2,}/g, '$1')
    .trim();
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
    plain
      .filter((word) => !/^[a-z]/.test(word))
      .map((word) => `${word}(?:吧|掉|了|呗|嘛|一下|好了|这个|这单|它|订单)*`),
    plain
      .filter((word) => /^[a-z]/.test(word))
      .map((word) => `${word}(?: (?:it|this|that|them|(?:the|my|this) order))?`),
  );
  const made = new RegExp(
    `^(?:(?:${courtesy}|${yes}|没事|帮我|给我|那就?|就|直接|赶紧|快) ?)*(?:${own})(?: ?(?:${own}|${yes}|${courtesy}|你|您))*$`,
    'u',
  );
  if (patterns.size >= mostPatterns) patterns.clear();
  patterns.set(key, made);
  return made;
}

const mostPatterns = 100;
