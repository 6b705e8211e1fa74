import type { ErrorKind } from '@turnfleet/core';
import { type ShopLocale, shopLocale } from '../schemas/text.ts';

/** What a shopper reads when a turn fails: what happened, and what to do. */
const failureTexts = {
  invalid_request: {
    'zh-CN': '抱歉，这条消息无法识别，请换一种方式再发一次。',
    en: 'Sorry, this message could not be read. Please send it again in another way.',
  },
  unauthenticated: {
    'zh-CN': '请先登录，然后再发一次消息。',
    en: 'Please sign in first, then send your message again.',
  },
  forbidden: {
    'zh-CN': '抱歉，您目前没有权限进行此操作。如有疑问，请联系人工客服。',
    en: 'Sorry, you are not allowed to do this. If you think you should be, please contact our staff.',
  },
  not_found: {
    'zh-CN': '抱歉，没有找到您要的内容，请核对后再试。',
    en: 'Sorry, what you asked for could not be found. Please check it and try again.',
  },
  conflict: {
    'zh-CN': '抱歉，情况刚刚发生了变化，请刷新后再试一次。',
    en: 'Sorry, something changed in the meantime. Please refresh and try again.',
  },
  rate_limited: {
    'zh-CN': '您的消息发得有点快，请稍等片刻再试。',
    en: 'Your messages are coming a little too fast. Please wait a moment and try again.',
  },
  overloaded: {
    'zh-CN': '抱歉，现在咨询的人较多，请稍后再试。',
    en: 'Sorry, we are very busy right now. Please try again in a little while.',
  },
  deadline_exceeded: {
    'zh-CN': '抱歉，没能及时答复您，请再问一次。',
    en: 'Sorry, we could not answer in time. Please ask again.',
  },
  cancelled: {
    'zh-CN': '已按您的要求取消。',
    en: 'This was cancelled as you asked.',
  },
  model_unavailable: {
    'zh-CN': '抱歉，智能客服暂时无法回答，请稍后再试。',
    en: 'Sorry, the assistant cannot answer right now. Please try again in a moment.',
  },
  model_refused: {
    'zh-CN': '抱歉，这个问题我无法回答，请换一种问法，或联系人工客服。',
    en: 'Sorry, I cannot answer this. Please put it differently, or contact our staff.',
  },
  context_too_long: {
    'zh-CN': '抱歉，对话内容太长了，请缩短消息，或开始一个新的对话。',
    en: 'Sorry, this conversation has become too long. Please shorten your message or start a new conversation.',
  },
  tool_failed: {
    'zh-CN': '抱歉，暂时查询不到相关信息，请稍后再试。',
    en: 'Sorry, the information cannot be looked up right now. Please try again in a moment.',
  },
  tool_timeout: {
    'zh-CN': '抱歉，查询用时过长，没有得到结果，请稍后再试。',
    en: 'Sorry, looking this up took too long. Please try again in a moment.',
  },
  poison: {
    'zh-CN': '抱歉，这条消息无法处理，请换一种说法再试。',
    en: 'Sorry, this message could not be processed. Please put it differently and try again.',
  },
  fenced: {
    'zh-CN': '抱歉，处理中断了，请再问一次。',
    en: 'Sorry, we were interrupted. Please ask again.',
  },
  internal: {
    'zh-CN': '抱歉，我们这边出了点问题，请稍后再试。',
    en: 'Sorry, something went wrong on our side. Please try again in a moment.',
  },
} as const satisfies Record<ErrorKind, Record<ShopLocale, string>>;

/** The text of a `failed` reply for a shopper with this language tag. */
export function failureText(kind: ErrorKind, locale: string): string {
  return failureTexts[kind][shopLocale(locale)];
}
