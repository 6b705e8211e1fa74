import { normalize } from './normalize.ts';

/**
 * Messages that need no tool: a greeting, thanks, a no to a question, a nod, a farewell, who are you, what is for people
 * to settle (a complaint, a return, a change to an order, the wish for a person), a price found too high, something that is no business of a shop.
 */
export type SmallTalk =
  | 'greeting'
  | 'declined'
  | 'thanks'
  | 'nod'
  | 'farewell'
  | 'about'
  | 'expensive'
  | ForStaff
  | 'offTopic';
/** What no tool can settle, whatever else the message names. */
export type ForStaff = 'complaint' | 'return' | 'change' | 'person';

const patterns: readonly (readonly [SmallTalk, RegExp])[] = [
  [
    'greeting',
    /^(?:你好|您好|哈喽|嗨|hi|hello|hey|good (?:morning|afternoon|evening)|早上好|下午好|晚上好|在吗)[\s!.,~啊呀吗there]*$/i,
  ],
  [
    'declined',
    /^(?:(?:好的|好|ok|okay)[\s,.!]*)?(?:不用|不要|不了|不需要|算了|取消|先不|不必|no|nope|nah|not now|never ?mind|cancel(?: it)?|forget it)(?:[\s!.,~]|[了要用吧]|谢谢|thanks?|thank you)*$/i,
  ],
  ['thanks', /^(?:(?:ok|okay|great|好的|好|嗯)[\s,.!]*)?(?:谢谢|多谢|感谢|thanks?|thank you|thx|cheers)/i],
  ['nod', /^(?:好的?|嗯+|行|可以|是的?|ok|okay|yes|sure|great)[\s!.,~]*$/i],
  ['farewell', /^(?:再见|拜拜|bye|goodbye|see you)/i],
  [
    'about',
    /你是谁|你叫什么|你能做什么|你会什么|\bwho are you\b|\bwhat can you do\b|\bare you (?:a |an )?(?:bot|robot|human|ai)\b/i,
  ],
  [
    'person',
    /人工|真人|活人|转接|客服电话|\b(?:humans?|real person|live agent|agent|representative|operator|your staff)\b/i,
  ],
  [
    'return',
    /退货|退款|退钱|退掉|换货|退换|售后|保修|维修|要退|想退|\breturn(?:s|ing)? (?:policy|it|this|that|these|my|an?|the|order|sku|ord)\b|\brefund\w*|\bexchange\b|\b(?:send|give) \w+ back\b|\bmoney back\b|\bwarranty\b|\brepair\w*/i,
  ],
  [
    'change',
    /取消.{0,6}订单|订单.{0,6}取消|[改换].{0,4}地址|地址.{0,4}[改换错]|\bcancel (?:my|the|this|that|an?) order\b|\bcancel ord\b|\bchange (?:my|the) (?:\w+ )?address\b|\bwrong address\b/i,
  ],
  [
    'complaint',
    /投诉|差评|太[差慢坑烂]|这么慢|好慢|骗[子人了]|坏[了的]|是坏|破损|损坏|碎了|质量.{0,2}(?:差|问题)|不满|生气|失望|垃圾|[发寄]错|[少漏]发|假货|\bcomplain\w*|\bbroken\b|\bdamaged\b|\bdefective\b|\bfaulty\b|\bterrible\b|\bawful\b|\bhorrible\b|\bworst\b|\bdisappoint\w*|\bunacceptable\b|\bwrong (?:item|product|one|size|colou?r)\b|\bscam\b|\bangry\b|\b(?:too|so) slow\b/i,
  ],
  [
    'expensive',
    /^(?:也)?(?:太|好|真|有点|这么)贵[了啊呀!。,. ]*$|^(?:that'?s |it'?s )?(?:way )?too expensive[\s!.]*$/i,
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

/** A question that an upset shopper wants answered all the same. */
const question = /到哪|在哪|什么时候|何时|几点|几天|多少钱|有货|\bwhere\b|\bwhen\b|\bhow much\b|\bhow long\b/i;

/** What a message leaves to people, null if tools may help. */
export function forStaffIn(message: string): ForStaff | null {
  const talk = smallTalkIn(message);
  if (talk === 'complaint') return question.test(normalize(message)) ? null : talk;
  return talk === 'return' || talk === 'change' || talk === 'person' ? talk : null;
}
