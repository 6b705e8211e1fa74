import { normalize } from './normalize.ts';

/** Messages that need no tool: a greeting, thanks, a no to a question, a farewell, who are you, something that is no business of a shop. */
export type SmallTalk = 'greeting' | 'declined' | 'thanks' | 'farewell' | 'about' | 'offTopic';

const patterns: readonly (readonly [SmallTalk, RegExp])[] = [
  [
    'greeting',
    /^(?:你好|您好|哈喽|嗨|hi|hello|hey|good (?:morning|afternoon|evening)|早上好|下午好|晚上好|在吗)[\s!.,~啊呀吗there]*$/i,
  ],
  [
    'declined',
    /^(?:(?:好的|好|ok|okay)[\s,.!]*)?(?:不用|不要|不了|不需要|算了|取消|先不|no|nope|never ?mind|cancel(?: it)?|forget it)(?:[\s!.,~]|[了要用吧]|谢谢|thanks?|thank you)*$/i,
  ],
  ['thanks', /^(?:(?:ok|okay|great|好的|好|嗯)[\s,.!]*)?(?:谢谢|多谢|感谢|thanks?|thank you|thx|cheers)/i],
  ['thanks', /^(?:好的?|嗯+|行|可以|是的?|ok|okay|yes|sure|great)[\s!.,~]*$/i],
  ['farewell', /^(?:再见|拜拜|bye|goodbye|see you)/i],
  [
    'about',
    /你是谁|你叫什么|你能做什么|你会什么|\bwho are you\b|\bwhat can you do\b|\bare you (?:a |an )?(?:bot|robot|human|ai)\b/i,
  ],
  [
    'offTopic',
    /天气|新闻|笑话|股票|股价|彩票|总统|首都|写(?:一?首|个|一?篇)|翻译|\bweather\b|\bnews\b|\bjokes?\b|\bstock (?:market|price)\b|\bpoems?\b|\bcapital of\b|\bpresident\b|\btranslate\b|\bmeaning of life\b/i,
  ],
];

export function smallTalkIn(message: string): SmallTalk | null {
  const text = normalize(message).trim();
  return patterns.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
}
