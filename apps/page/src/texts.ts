import type { ToolOutcome } from '@turnfleet/contract/schemas';

export type Language = 'zh' | 'en';

export interface Texts {
  readonly title: string;
  readonly greeting: string;
  readonly hint: string;
  readonly simulated: string;
  readonly examples: readonly string[];
  readonly you: string;
  readonly shop: string;
  readonly message: string;
  readonly placeholder: string;
  readonly send: string;
  readonly stop: string;
  readonly stopping: string;
  readonly newConversation: string;
  readonly otherLanguage: string;
  readonly connecting: string;
  readonly live: string;
  readonly reconnecting: string;
  readonly sending: string;
  readonly queued: string;
  readonly queuedFor: (seconds: number) => string;
  readonly thinking: string;
  readonly degraded: string;
  readonly answeredTogether: string;
  readonly staff: (name: string) => string;
  /** Of what a person reads, and no machine answers. */
  readonly readByStaff: string;
  readonly askAgain: string;
  readonly tryAgain: string;
  readonly notSent: string;
  readonly tooLong: (over: number) => string;
  readonly suggestions: string;
  readonly tokens: string;
  readonly trace: string;
  readonly running: string;
  /** Of a call that is made once the shopper says yes. */
  readonly waitsForYes: string;
  /** Of a result that was kept: when it was asked for. */
  readonly asOf: (time: string) => string;
  readonly signIn: string;
  readonly signInHint: string;
  readonly key: string;
  readonly signOut: string;
  readonly keyRefused: string;
  readonly outcomes: Readonly<Record<ToolOutcome, string>>;
}

const zh: Texts = {
  title: '智能客服',
  greeting: '您好，想了解什么？',
  hint: '商品、库存、价格、优惠、物流，都可以问。',
  simulated: '回答来自内置的模型模拟器。设置 OPENAI_API_KEY 或 ANTHROPIC_API_KEY 即可使用真实模型。',
  examples: ['SKU-2024-888 上海有货吗?', 'SKU-2024-888 用 WELCOME10 优惠后多少钱?', '订单 ORD-2024-0001 到哪里了?'],
  you: '您',
  shop: '客服',
  message: '消息',
  placeholder: '输入问题，回车发送，Shift+回车换行',
  send: '发送',
  stop: '停止',
  stopping: '正在停止…',
  newConversation: '新对话',
  otherLanguage: 'English',
  connecting: '正在连接…',
  live: '已连接',
  reconnecting: '连接中断，正在重新连接…您的问题不会丢失。',
  sending: '正在发送…',
  queued: '已收到，正在排队…',
  queuedFor: (seconds) => `已收到，前面还有其他问题，约 ${seconds} 秒后开始…`,
  thinking: '正在查询…',
  degraded: '部分信息暂时无法获取，此回答可能不完整。',
  answeredTogether: '已与您的下一条消息一并回答。',
  staff: (name) => `人工客服 ${name}`,
  readByStaff: '已转达人工客服',
  askAgain: '再问一次',
  tryAgain: '重新发送',
  notSent: '消息没有发送出去：',
  tooLong: (over) => `消息太长，请删减 ${over} 个字。`,
  suggestions: '您可能还想问',
  tokens: '个 token',
  trace: '追踪',
  running: '进行中',
  waitsForYes: '等您确认',
  asOf: (time) => `截至 ${time}`,
  signIn: '登录',
  signInHint: '请输入您的 API 密钥（tfk_…）。密钥只保存在此标签页中，关闭后即失效。',
  key: 'API 密钥',
  signOut: '退出登录',
  keyRefused: '此密钥无效，请检查后重新输入。',
  outcomes: {
    ok: '完成',
    cached: '来自缓存',
    stale: '来自较早的缓存',
    not_found: '没有找到',
    timeout: '超时',
    failed: '失败',
    rejected: '无法办理',
    skipped: '未调用',
  },
};

const en: Texts = {
  title: 'Shop assistant',
  greeting: 'Hello, what would you like to know?',
  hint: 'Ask about products, stock, prices, discounts and deliveries.',
  simulated: 'Answers come from the bundled model simulator. Set OPENAI_API_KEY or ANTHROPIC_API_KEY for a real model.',
  examples: [
    'Is SKU-2024-888 in stock in Shanghai?',
    'What does SKU-2024-888 cost with WELCOME10?',
    'Where is my order ORD-2024-0001?',
  ],
  you: 'You',
  shop: 'Shop',
  message: 'Message',
  placeholder: 'Ask a question – Enter sends, Shift+Enter starts a new line',
  send: 'Send',
  stop: 'Stop',
  stopping: 'Stopping…',
  newConversation: 'New conversation',
  otherLanguage: '中文',
  connecting: 'Connecting…',
  live: 'Connected',
  reconnecting: 'The connection was lost, reconnecting… Your question is safe.',
  sending: 'Sending…',
  queued: 'Received, waiting for its turn…',
  queuedFor: (seconds) => `Received, others are before it: it begins in about ${seconds} s…`,
  thinking: 'Looking it up…',
  degraded: 'Something was unavailable just now, so this answer may be incomplete.',
  answeredTogether: 'Answered together with your next message.',
  staff: (name) => `${name}, our staff`,
  readByStaff: 'Passed on to our staff',
  askAgain: 'Ask again',
  tryAgain: 'Send again',
  notSent: 'The message was not sent:',
  tooLong: (over) => `The message is too long by ${over} characters.`,
  suggestions: 'You may also want to ask',
  tokens: 'tokens',
  trace: 'trace',
  running: 'running',
  waitsForYes: 'waits for your yes',
  asOf: (time) => `as of ${time}`,
  signIn: 'Sign in',
  signInHint: 'Enter your API key (tfk_…). Only this tab keeps it, until you close it.',
  key: 'API key',
  signOut: 'Sign out',
  keyRefused: 'This key is not accepted. Check it and enter it again.',
  outcomes: {
    ok: 'done',
    cached: 'from cache',
    stale: 'from an older cache',
    not_found: 'nothing found',
    timeout: 'took too long',
    failed: 'failed',
    rejected: 'not possible',
    skipped: 'not called',
  },
};

export const texts: Readonly<Record<Language, Texts>> = { zh, en };

/** The language of the page for a browser's list of preferred ones: the first that is ours, else English. */
export function languageFor(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    if (/^zh\b/i.test(tag)) return 'zh';
    if (/^en\b/i.test(tag)) return 'en';
  }
  return 'en';
}
