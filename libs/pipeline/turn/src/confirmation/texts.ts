import { shopLocale } from '@turnfleet/contract/schemas';

const answers = { 'zh-CN': ['好的', '不用了'], en: ['Yes', 'No, thanks'] } as const;

const late = {
  'zh-CN': '您的确认来得晚了一些，这项请求已经失效。如果仍然需要，请再告诉我一次。',
  en: 'Your confirmation came a little late, so this request is no longer open. If you still want it, just ask me again.',
} as const;

/** What a shopper may answer to the question whether something shall be done: a plain yes, and what is none. */
export function answersToQuestion(locale: string): readonly string[] {
  return answers[shopLocale(locale)];
}

/** For a yes to a question that is too old. Says nothing of what an earlier yes may have done. */
export function tooLateText(locale: string): string {
  return late[shopLocale(locale)];
}
