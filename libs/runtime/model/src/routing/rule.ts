import { assertNever } from '@turnfleet/core';
import type { StrategyName } from './strategies.ts';

/** What of a turn and of the fleet rules may ask for. */
export interface RouteFacts {
  /** 0 to 1, see `complexityOf`. */
  readonly complexity: number;
  readonly level: string | null;
  readonly tenant: string;
  readonly locale: string;
  /** Where the message came from, of the turn's metadata. */
  readonly channel: string | null;
  /** Minutes after midnight in the shop's time zone. */
  readonly minuteOfDay: number;
  readonly peak: boolean;
  /** How far the budgets of tenant and user are spent. */
  readonly budget: 'free' | 'soft' | 'hard';
}

export interface Conditions {
  readonly complexityAtLeast?: number | undefined;
  readonly complexityBelow?: number | undefined;
  readonly levels?: readonly string[] | undefined;
  readonly tenants?: readonly string[] | undefined;
  /** Languages: `zh` takes `zh-CN` and `zh-TW`. */
  readonly locales?: readonly string[] | undefined;
  readonly channels?: readonly string[] | undefined;
  /** From and until, minutes after midnight; a window may pass midnight. */
  readonly hours?: { readonly from: number; readonly until: number } | undefined;
  readonly peak?: boolean | undefined;
  readonly budget?: 'free' | 'soft' | undefined;
}

/** All of its conditions have to hold; a rule without any always matches. */
export interface RouteRule {
  readonly name: string;
  readonly when: Conditions;
  readonly strategy: StrategyName;
  /** Model ids, best first where the strategy sees no difference. */
  readonly models: readonly string[];
  readonly weights: Readonly<Record<string, number>>;
  /** Whether a second endpoint may be asked when the first is slower than it mostly is. */
  readonly hedge: boolean;
}

/** Why a rule does not match, as a sentence; null if it does. */
export function mismatch({ when }: RouteRule, facts: RouteFacts): string | null {
  for (const name of Object.keys(when) as (keyof Conditions)[]) {
    const why = when[name] === undefined ? null : unmet(name, when, facts);
    if (why !== null) return why;
  }
  return null;
}

export function firstMatch(rules: readonly RouteRule[], facts: RouteFacts): RouteRule | null {
  return rules.find((rule) => mismatch(rule, facts) === null) ?? null;
}

function unmet(name: keyof Conditions, when: Conditions, facts: RouteFacts): string | null {
  const among = (wanted: readonly string[] | undefined, is: string | null, what: string): string | null =>
    wanted?.includes(is ?? '') ? null : `${what} is ${is ?? 'not known'}, not ${wanted?.join(' or ')}`;
  switch (name) {
    case 'complexityAtLeast':
      return facts.complexity >= (when[name] ?? 0) ? null : `complexity is ${facts.complexity}, below ${when[name]}`;
    case 'complexityBelow':
      return facts.complexity < (when[name] ?? 1) ? null : `complexity is ${facts.complexity}, not below ${when[name]}`;
    case 'levels':
      return among(when[name], facts.level, 'the level');
    case 'tenants':
      return among(when[name], facts.tenant, 'the tenant');
    case 'channels':
      return among(when[name], facts.channel, 'the channel');
    case 'locales':
      return when[name]?.some((one) => facts.locale === one || facts.locale.startsWith(`${one}-`))
        ? null
        : `the locale is ${facts.locale}, not ${when[name]?.join(' or ')}`;
    case 'hours':
      return isWithin(facts.minuteOfDay, when[name]) ? null : 'it is another time of day';
    case 'peak':
      return facts.peak === when[name]
        ? null
        : facts.peak
          ? 'the fleet is at its peak'
          : 'the fleet is not at its peak';
    case 'budget':
      return facts.budget === when[name] ? null : `the budget is ${facts.budget}`;
    default:
      return assertNever(name);
  }
}

function isWithin(minute: number, hours: Conditions['hours']): boolean {
  if (!hours) return true;
  const { from, until } = hours;
  return from <= until ? minute >= from && minute < until : minute >= from || minute < until;
}
