import type { HandoffReason, User } from '@turnfleet/contract/schemas';

/** What is known of a turn, as far as a rule may go by it. */
export interface RuleFacts {
  readonly angry: boolean;
  /** Turns in a row that failed, this one with them. */
  readonly failures: number;
  /** Of the largest order that the turn is about, in whole units of its currency; 0: none. */
  readonly orderValue: number;
  readonly level: User['level'];
  /** Null: nobody can tell. */
  readonly intent: string | null;
}

const mostFailures = 3;
/** Wishes that cost money or trust if they go wrong. */
const delicate = ['cancel_order', 'return_exchange', 'complaint'];

interface HandoffRule {
  readonly reason: HandoffReason & ('anger' | 'failures' | 'value' | 'level');
  readonly holds: (facts: RuleFacts, fromValue: number | null) => boolean;
}

/** When a person takes over without being asked for; the first that holds. */
const rules: readonly HandoffRule[] = [
  { reason: 'anger', holds: ({ angry }) => angry },
  { reason: 'failures', holds: ({ failures }) => failures >= mostFailures },
  {
    reason: 'value',
    holds: ({ orderValue, intent }, fromValue) =>
      fromValue !== null && orderValue >= fromValue && delicate.includes(intent ?? ''),
  },
  { reason: 'level', holds: ({ level, intent }) => level === 'gold' && intent === 'complaint' },
];

/** `fromValue`: orders from this value on are for people; null: value decides nothing. */
export const ruleFor = (facts: RuleFacts, fromValue: number | null): HandoffRule['reason'] | null =>
  rules.find(({ holds }) => holds(facts, fromValue))?.reason ?? null;
