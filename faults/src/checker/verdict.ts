/** What can be wrong with a run; docs/reference/fault-history.md says what proves each. */
export const verdictCodes = [
  'lost',
  'unanswered',
  'answered_differently',
  'out_of_order',
  'stale_write',
  'stale_last',
  'stream_gap',
  'stream_repeat',
  'effect_twice',
  'effect_unasked',
  'effect_missing',
  'timer_twice',
  'timer_lost',
  'claimed_twice',
  'answered_while_claimed',
  'draft_told',
  'cost_wrong',
  'budget_wrong',
  'conflict_missed',
  'cancel_ignored',
  'poison_innocent',
  'needless_failure',
  'needless_end',
  'late',
  'ungrounded',
  'stale_answer',
  'change_lost',
  'foreign',
  'off_contract',
] as const;

export type VerdictCode = (typeof verdictCodes)[number];

export interface Verdict {
  readonly code: VerdictCode;
  /** What happened, in one sentence, and why it is wrong. */
  readonly sentence: string;
  /** Lines of the history that prove it, ascending. */
  readonly lines: readonly number[];
  readonly conversationId?: string;
  readonly turnId?: string;
}

export type Tell = (verdict: Verdict) => void;
