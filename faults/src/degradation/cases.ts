import { type FaultKind, faultKinds } from '@turnfleet/contract/simulator';

/** A model that says something wrong is there all the same: what becomes of its figures is grounding's to show. */
const wrongWords: readonly FaultKind[] = ['lies', 'lies_again', 'gullible'];

/** What the model at one vendor suffers from, at every request. */
export type Ailment = FaultKind | 'none';
export const ailments: readonly Ailment[] = [...faultKinds.filter((kind) => !wrongWords.includes(kind)), 'none'];

/** The protocol of the vendor that is asked first; the other one stands behind it. */
export const protocols = ['openai', 'anthropic'] as const;
export type Protocol = (typeof protocols)[number];

/** A question that the tools can answer by themselves, and one that takes a model; each in both languages. */
export const questions = {
  plain: { 'zh-CN': 'SKU-2024-888 多少钱?', en: 'How much is SKU-2024-888?' },
  other: { 'zh-CN': '你好,你能帮我做什么?', en: 'Hello, what can you do for me?' },
} as const;
export type QuestionName = keyof typeof questions;
export const questionNames = ['plain', 'other'] as const satisfies readonly QuestionName[];
export const locales = ['zh-CN', 'en'] as const;

/** One pair: the vendor asked first, what it suffers from, and what the one behind it does. */
export interface Pair {
  readonly first: Ailment;
  readonly second: Ailment;
}

export const pairs: readonly Pair[] = ailments.flatMap((first) => ailments.map((second) => ({ first, second })));
/** Only the vendor that is asked first suffers. */
export const alone: readonly Pair[] = pairs.filter(({ second }) => second === 'none');
export const both: readonly Pair[] = pairs.filter(({ first, second }) => first !== 'none' && second !== 'none');
