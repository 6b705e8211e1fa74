import type { Turn } from '@turnfleet/contract/schemas';

/** What is known beside the words. */
interface Circumstances {
  readonly user?: Turn['user'];
  readonly locale?: string;
  /** Language the answer has to be in, where it is not that of the words. */
  readonly language?: Language;
  /** What the answer must not say. */
  readonly never?: RegExp;
}

export type Language = 'zh' | 'en';

/**
 * One thing a shopper says. `calls`: the tools with their values, `check_inventory(SKU-2024-888, 上海)`, several joined by
 * ` + ` in any order, `''` for none. `tells`: what the answer has to say, each of them.
 */
export type Line = readonly [says: string, calls: string, tells: readonly (string | RegExp)[], beside?: Circumstances];

/** What one shopper says, one after the other. */
export type Conversation = readonly Line[];

/** The same, said by a shopper who is known. */
export const by = (id: string, conversation: Conversation): Conversation =>
  conversation.map(([says, calls, tells, beside]) => [says, calls, tells, { ...beside, user: { id } }]);

/** Conversations of one line each. */
export const alone = (...lines: readonly Line[]): Conversation[] => lines.map((line) => [line]);
