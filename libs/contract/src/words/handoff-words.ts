import { type ShopLocale, shopLocale } from '../schemas/text.ts';

/** What shoppers are told around a person who takes over. */
export const handoffWords = {
  /** Before a rule passes a shopper on who has not asked for it, by the rule. */
  anger: {
    'zh-CN': '非常抱歉让您这么不愉快，我马上请人工客服来处理。',
    en: 'I am truly sorry about this. Let me get one of our staff to take care of it right away.',
  },
  failures: {
    'zh-CN': '抱歉，连续几次都没能帮到您，我请人工客服来处理。',
    en: 'Sorry, I have failed you several times in a row, so I am passing you on to our staff.',
  },
  value: {
    'zh-CN': '这笔订单金额较大，为了稳妥，由人工客服为您办理。',
    en: 'As this order is a large one, a member of our staff will see to it.',
  },
  level: {
    'zh-CN': '您是我们的金卡会员，这件事直接由人工客服为您处理。',
    en: 'As you are a gold member, our staff will take care of this personally.',
  },
  /** What was recorded is told, whoever goes on; `{number}`: of the complaint. */
  recorded: { 'zh-CN': '您的投诉已记录，编号 {number}。', en: 'Your complaint is recorded: {number}.' },
  /** Of a conversation that is to have a person already. */
  passedOn: { 'zh-CN': '正在为您转接人工客服。', en: 'I am passing you on to our staff.' },
  nextInLine: { 'zh-CN': '您是下一位。', en: 'You are next in line.' },
  /** `{ahead}`: how many wait before. */
  placeInLine: { 'zh-CN': '您前面还有 {ahead} 位。', en: 'Waiting before you: {ahead}.' },
  nobodyHere: {
    'zh-CN': '目前没有客服在线，有同事上线后会按顺序处理。',
    en: 'None of our staff is online right now; whoever comes first will see to it, in order.',
  },
  estimate: { 'zh-CN': '预计等待约 {minutes} 分钟。', en: 'Estimated wait: {minutes} min.' },
  meanwhile: {
    'zh-CN': '等待期间可以继续留言；如果想先由智能客服继续服务，请回复“不用了”。',
    en: 'You can go on writing meanwhile; to return to the assistant, just say "never mind".',
  },
  /** `{time}`: when somebody is there again. */
  closed: {
    'zh-CN': '现在不在人工客服的服务时间内，{time}起会有同事处理，您的对话会为您排队保留。',
    en: 'Our staff are not there right now. From {time} on somebody will see to it; your place is kept until then.',
  },
  /** To a further message while nobody has the conversation. */
  noted: { 'zh-CN': '已记下，会一并转给客服同事。', en: 'Noted; I will pass this on as well.' },
  withdrawn: {
    'zh-CN': '好的，不转人工了，我继续为您服务。还有什么可以帮您？',
    en: 'All right, no need for staff then. What else can I do for you?',
  },
  /** `{name}` is the agent. */
  claimed: { 'zh-CN': '您好，客服{name}为您服务。', en: 'Hello, {name} from our staff is here for you.' },
  transferred: {
    'zh-CN': '正在为您转接另一位同事，您说过的内容会一并转达，请稍候。',
    en: 'You are being passed on to a colleague, together with what you have told us. One moment, please.',
  },
  returned: {
    'zh-CN': '抱歉，刚才的客服临时离开了，正在优先为您安排另一位同事，请稍候。',
    en: 'Sorry, your agent had to leave. A colleague will be with you as soon as possible.',
  },
  handedBack: {
    'zh-CN': '客服{name}的服务已结束，接下来由智能客服继续为您服务。',
    en: '{name} has handed you back to the assistant. I am here for anything else.',
  },
  agreed: { 'zh-CN': '已约定：{text}', en: 'As agreed: {text}' },
} as const satisfies Record<string, Readonly<Record<ShopLocale, string>>>;

/** These words for a shopper with this language tag; in braces stands what `filling` has. */
export function handoffText(
  key: keyof typeof handoffWords,
  locale: string,
  filling: Readonly<Record<string, string | number>> = {},
): string {
  return handoffWords[key][shopLocale(locale)].replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    String(filling[name] ?? ''),
  );
}

/** What stands before each line of the summary that agents get. */
const summaryLabels = {
  wanted: { 'zh-CN': '诉求：', en: 'Wanted: ' },
  flow: { 'zh-CN': '正在办理：', en: 'Under way: ' },
  known: { 'zh-CN': '已知：', en: 'Known: ' },
  found: { 'zh-CN': '查询结果：', en: 'Looked up: ' },
  shopper: { 'zh-CN': '顾客：', en: 'Shopper: ' },
  assistant: { 'zh-CN': '智能客服：', en: 'Assistant: ' },
} as const satisfies Record<string, Readonly<Record<ShopLocale, string>>>;

export function summaryLabel(key: keyof typeof summaryLabels, locale: string): string {
  return summaryLabels[key][shopLocale(locale)];
}
