import { type ShopLocale, shopLocale } from '../schemas/text.ts';

/**
 * All that the fleet itself says to shoppers, beside what went wrong (`failureText`) and what tools say (their protos).
 * A text with another sense gets another key; a key has every language, or it does not compile.
 */
export const shopperWords = {
  /** Ends a text of which a part was cut off. */
  cut: {
    'zh-CN': '……（内容过长，以下部分未能显示。如需其余内容，请分开提问。）',
    en: '… (This answer was too long, so the rest of it is not shown. Please ask for one thing at a time.)',
  },
  /** Stands for a message that could not be read, where its conversation is shown. */
  unreadable: { 'zh-CN': '(无法读取的消息)', en: '(a message that could not be read)' },
  /** Behind an answer without the turns before, as the conversation fits into no model that may be asked. */
  historyLeftOut: {
    'zh-CN': '（这段对话已经很长，这次回答没有参考之前的内容。如果需要，请把关键信息再告诉我一次。）',
    en: '(Our conversation has become very long, so I answered without what was said before. Please tell me again what matters.)',
  },
  /** Behind an answer for which something was not looked up, as the fleet is busy. */
  leftOutForLoad: {
    'zh-CN': '（现在咨询的人很多，有些信息这次没有查询。请稍后再问一次，我会查全。）',
    en: '(It is very busy right now, so I did not look everything up. Please ask again in a little while.)',
  },
  /** See `answersToQuestion`. */
  yes: { 'zh-CN': '好的', en: 'Yes' },
  no: { 'zh-CN': '不用了', en: 'No, thanks' },
  /** To a yes to a question that is too old. Says nothing of what an earlier yes may have done. */
  yesTooLate: {
    'zh-CN': '您的确认来得晚了一些，这项请求已经失效。如果仍然需要，请再告诉我一次。',
    en: 'Your confirmation came a little late, so this request is no longer open. If you still want it, just ask me again.',
  },
  /** Of a call that was asked about and that no yes can run any more. */
  notDone: { 'zh-CN': '刚才请您确认的事项没有办理。', en: 'What I asked you to confirm has not been done.' },
  /** Follows `notDone`. */
  askAgain: { 'zh-CN': '如果仍然需要，请再告诉我一次。', en: ' If you still want it, just ask me again.' },
  notKnown: {
    'zh-CN': '刚才请您确认的事项是否已经办理，目前还不能确定，我不会再继续处理。如需核实，请联系人工客服。',
    en: 'I cannot tell whether what you confirmed went through, and I am not going on with it. To find out, please contact our staff.',
  },
  /** Stands above what tools have told without a model: the shopper should know who speaks, and why so briefly. */
  withoutModel: {
    'zh-CN': '智能客服暂时无法回答，以下是直接为您查到的信息：',
    en: 'The assistant cannot answer right now. This is what could be looked up for you directly:',
  },
  /** Of what was asked about and does not exist; `{name}` stands for it. */
  nameNotFound: {
    'zh-CN': '没有找到 {name}，请核对后再发一次。',
    en: 'I could not find {name}. Please check it and send it once more.',
  },
  /** Behind an answer that rests on what is older than a tool is asked for anew; `{time}` is that of the oldest. */
  asOf: {
    'zh-CN': '（以上信息截至{time}，之后可能有变化。）',
    en: '(This is as of {time}; it may have changed since.)',
  },
  /** Of a dialogue in which nobody wrote any more. */
  timedOut: {
    'zh-CN': '您有一段时间没有回复，这次对话先到这里，内容已经保存。需要时随时再发消息即可。',
    en: 'I have not heard from you for a while, so I end this dialogue here; it is saved. Just write again whenever you need me.',
  },
  /** Behind it, of what had begun and was not done. */
  savedFlow: {
    'zh-CN': '刚才没办完的事也保存了，回复“继续”就可以接着办。',
    en: 'What we had begun is saved, too: reply “go on” and we go on with it.',
  },
  tenantBudgetSpent: {
    'zh-CN': '抱歉，智能客服今天的服务额度已经用完，暂时无法继续回答。请明天再来，或联系人工客服。',
    en: 'Sorry, the assistant has used up what it may spend today and cannot answer any more. Please come back tomorrow, or contact our staff.',
  },
  userBudgetSpent: {
    'zh-CN': '抱歉，您今天的智能客服额度已经用完。请明天再来提问，或联系人工客服。',
    en: 'Sorry, you have used up your questions to the assistant for today. Please ask again tomorrow, or contact our staff.',
  },
  /** In place of sentences with figures that nothing supports, by what they were about. */
  unverifiedPrice: {
    'zh-CN': '具体的价格或优惠我暂时无法核实，请以商品页和结算页显示的为准。',
    en: 'I cannot verify the exact price or discount right now; the product and checkout pages show what counts.',
  },
  unverifiedStock: {
    'zh-CN': '具体的数量或库存我暂时无法核实，请以商品页显示的为准。',
    en: 'I cannot verify the exact quantity or stock right now; the product page shows what counts.',
  },
  unverifiedDelivery: {
    'zh-CN': '具体的时间我暂时无法核实，请以订单页或结算页显示的为准。',
    en: 'I cannot verify the exact time right now; the order or checkout page shows what counts.',
  },
  unverifiedOrder: {
    'zh-CN': '这一点的最新状态我暂时无法核实，请以订单页显示的为准。',
    en: 'I cannot verify the latest status of this right now; the order page shows what counts.',
  },
  unverifiedOther: {
    'zh-CN': '这一点我暂时无法核实，所以先不下结论。',
    en: 'I cannot verify this point right now, so I would rather not say.',
  },
} as const satisfies Record<string, Readonly<Record<ShopLocale, string>>>;

/** These words for a shopper with this language tag. */
export function shopperText(key: keyof typeof shopperWords, locale: string): string {
  return shopperWords[key][shopLocale(locale)];
}

/** What a shopper may answer to the question whether something shall be done: a plain yes, and what is none. */
export const answersToQuestion = (locale: string): readonly string[] => [
  shopperText('yes', locale),
  shopperText('no', locale),
];
