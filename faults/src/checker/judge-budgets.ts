import type { CallLine } from '@turnfleet/contract/schemas';
import { formatUsd, parseUsd, sumUsd, type Usd } from '@turnfleet/model';
import type { EventOf } from '../history/history-event.ts';
import type { CostsSeen } from './costs-seen.ts';
import type { Tell } from './verdict.ts';

export type CountedSeen = EventOf<'counted'> & { readonly line: number };

/**
 * A tenant spends no more in a day than its hard limit, and what docs/reference/cost.md says may be overspent by workers that
 * could not count; and its counter is neither below what its calls cost nor above what `chat.usage` says of them.
 */
export function judgeBudgets(counted: readonly CountedSeen[], costs: CostsSeen, tell: Tell): void {
  const bills = new Map(costs.bills.map(({ call, cost }) => [call, usd(cost)]));
  for (const one of counted) {
    const calls = callsOf(one, costs);
    const told = sumUsd(calls.map(({ cost }) => usd(cost)));
    const cost = sumUsd(calls.map((call) => (call.end === 'unknown' ? (bills.get(call.id) ?? 0n) : usd(call.cost))));
    judgeLimit(one, cost, tell);
    judgeCounter(one, { told, cost }, costs.forgot.length > 0, tell);
  }
}

function callsOf({ tenant, day }: CountedSeen, { usages }: CostsSeen): readonly CallLine[] {
  const ofTenant = usages.filter(({ usage }) => usage.tenant === tenant);
  return ofTenant.flatMap(({ usage }) => usage.calls).filter(({ at }) => at.startsWith(day));
}

/** Each worker that could not count may have spent all that it last saw left, at most the limit. */
function judgeLimit(one: CountedSeen, cost: Usd, tell: Tell): void {
  const most = usd(one.hard) * BigInt(1 + one.blind);
  if (cost <= most) return;
  const others = one.blind === 0 ? '' : `, and ${one.blind} workers that could not count`;
  wrong(tell, one, `spent ${formatUsd(cost)} USD, with a hard limit of ${one.hard}${others}`);
}

interface Spent {
  /** By `chat.usage`. */
  readonly told: Usd;
  /** In truth. */
  readonly cost: Usd;
}

/** What a worker that ended had not told of calls that nobody counted, and what a store forgot, is excused. */
function judgeCounter(one: CountedSeen, { told, cost }: Spent, forgot: boolean, tell: Tell): void {
  const [spent, held] = [usd(one.spent), usd(one.spent) + usd(one.reserved)];
  if (one.blind === 0 && held < cost)
    wrong(tell, one, `is counted with ${formatUsd(held)} USD, and its calls cost ${formatUsd(cost)}`);
  if (!forgot && spent > told)
    wrong(tell, one, `is counted with ${one.spent} USD spent, and chat.usage has ${formatUsd(told)}`);
}

function wrong(tell: Tell, { tenant, day, line }: CountedSeen, what: string): void {
  tell({ code: 'budget_wrong', sentence: `The tenant ${tenant} ${what}: on ${day}.`, lines: [line] });
}

const usd = (text: string): Usd => parseUsd(text) ?? 0n;
