import { type ShopLocale, shopLocale } from '../schemas/text.ts';

/** What is said around the questions of flows, whichever flow it is; what one flow says stands in its file. */
export const flowWords = {
  notUnderstood: { 'zh-CN': '抱歉，我没有听明白。', en: 'Sorry, I did not get that.' },
  /** Instead of a yes to a question that no plain yes answered. */
  sayYes: {
    'zh-CN': '办理之前需要您明确同意，请直接回复“好的”。',
    en: 'Before anything is done I need a plain “yes” from you.',
  },
  /** To who says that something is wrong, and not what. */
  whatInstead: { 'zh-CN': '好的，请告诉我应该改成什么。', en: 'All right. What should it be instead?' },
  offerPerson: {
    'zh-CN': '看来我没能帮上忙，需要为您转人工客服吗？',
    en: 'I do not seem to be of help. Shall I pass you on to our staff?',
  },
  stopped: {
    'zh-CN': '好的，这件事先不办了。还有什么可以帮您？',
    en: 'All right, we leave it at that. What else can I do for you?',
  },
  /** The same, where something goes on behind it. */
  leftAside: { 'zh-CN': '好的，这件事先不办了。', en: 'All right, we leave that.' },
  /** `{title}` is that of a flow. */
  backTo: { 'zh-CN': '我们回到刚才的事：{title}。', en: 'Back to what we were at: {title}.' },
  nextUp: { 'zh-CN': '接下来为您办理：{title}。', en: 'Next comes {title}.' },
  which: { 'zh-CN': '请问您是想{first}，还是{second}？', en: 'Is this about {first}, or about {second}?' },
  /** Instead of what can be done only for a shopper who is known. */
  signInFirst: {
    'zh-CN': '抱歉，办理这件事需要先确认您的身份：请登录后再告诉我，或联系人工客服。',
    en: 'Sorry, for this I have to know who you are: please sign in and tell me again, or contact our staff.',
  },
  done: { 'zh-CN': '已经为您办好了。', en: 'It is done.' },
  cannotBeDone: { 'zh-CN': '抱歉，这件事目前办不了。', en: 'Sorry, this cannot be done at the moment.' },
  notNow: {
    'zh-CN': '抱歉，现在暂时无法办理，没有做任何更改，请稍后再试。',
    en: 'Sorry, this is not possible right now. Nothing was changed; please try again in a little while.',
  },
} as const satisfies Record<string, Readonly<Record<ShopLocale, string>>>;

/** These words for a shopper with this language tag. */
export function flowText(key: keyof typeof flowWords, locale: string): string {
  return flowWords[key][shopLocale(locale)];
}
