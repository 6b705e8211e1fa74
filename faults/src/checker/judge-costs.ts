import type { CallLine } from '@turnfleet/contract/schemas';
import { formatUsd, parseUsd, sumUsd, type Usd, usdAsNumber } from '@turnfleet/model';
import type { CostsSeen, SeenBill, UsageSeen } from './costs-seen.ts';
import { knownSince, type Seen } from './seen.ts';
import type { Tell } from './verdict.ts';

interface Line extends CallLine {
  readonly of: UsageSeen;
}

/**
 * Every call that a vendor bills is in one record of `chat.usage`, once, at what it is billed; and nothing else is. Only if the
 * history tells what vendors bill.
 */
export function judgeCosts(costs: CostsSeen, seen: Seen, tell: Tell): void {
  const { bills } = costs;
  if (bills.length === 0) return;
  const lines = linesById(costs.usages, tell);
  const known = new Set<string>();
  for (const bill of bills) {
    if (bill.call !== null) known.add(bill.call);
    const line = bill.call === null ? undefined : lines.get(bill.call);
    if (!line) judgeUnbooked(costs, seen, bill, tell);
    else judgeLine(line, bill, tell);
  }
  for (const line of lines.values()) if (!known.has(line.id)) judgeUnbilled(line, tell);
  for (const usage of costs.usages) judgeSum(usage, tell);
}

function linesById(usages: readonly UsageSeen[], tell: Tell): ReadonlyMap<string, Line> {
  const lines = new Map<string, Line>();
  for (const of of usages) {
    for (const line of of.usage.calls) {
      const before = lines.get(line.id);
      if (before) wrong(tell, of, `Call ${line.id} is billed to two turns, or twice to one`, [before.of.line]);
      lines.set(line.id, { ...line, of });
    }
  }
  return lines;
}

/** What a store took with it nobody can tell, if its worker did not outlive it; nor what no reply will ever carry. */
function judgeUnbooked(costs: CostsSeen, seen: Seen, bill: SeenBill, tell: Tell): void {
  const { call, model, cost, line, conversationId = '', turnId = '' } = bill;
  if (usd(cost) === 0n) return;
  const told = costs.ofTurn(conversationId, turnId);
  const turn = seen.conversations.get(conversationId)?.turns.get(turnId);
  // It may have been noted long before it was sent, by a worker that was stopped in between.
  const [from, to] = [turn ? knownSince(turn) : 0, told?.at ?? Number.POSITIVE_INFINITY];
  if (costs.forgot.some((at) => at >= from && at <= to)) return;
  if (turn && !turn.reply) return;
  const sentence = `Call ${call ?? 'without an id'} of ${model} was billed ${cost} USD, and no record of chat.usage has it.`;
  tell({
    code: 'cost_wrong',
    sentence,
    lines: [line, ...(told ? [told.line] : [])],
    ...(turn && { conversationId, turnId }),
  });
}

function judgeLine(line: Line, bill: SeenBill, tell: Tell): void {
  const { of, id, cost, estimated, end } = line;
  const [ours, theirs] = [usd(cost), usd(bill.cost)];
  const isRight = !estimated ? isSame(line, bill) : end === 'unknown' ? ours >= theirs : isNear(ours, theirs);
  if (isRight) return;
  const how = estimated ? (end === 'unknown' ? 'at the most' : 'by estimate') : 'by what the vendor said';
  wrong(tell, of, `Call ${id} costs ${cost} USD ${how}, and its vendor bills ${bill.cost} USD`, [bill.line]);
}

function isSame(line: Line, { inputTokens, outputTokens, cost }: SeenBill): boolean {
  return line.inputTokens === inputTokens && line.outputTokens === outputTokens && usd(line.cost) === usd(cost);
}

/** Vendors count with tokenizers of their own. */
const isNear = (ours: Usd, theirs: Usd): boolean => ours <= 2n * theirs && theirs <= 2n * ours;

/** It may never have arrived, if nobody says that it was answered. */
function judgeUnbilled({ of, id, cost, end }: Line, tell: Tell): void {
  if (end !== 'answered' || usd(cost) === 0n) return;
  wrong(tell, of, `Call ${id} costs ${cost} USD, and no vendor bills it`, []);
}

/** A record whose lines found no room says its sums only. What was only compared is in no sum. */
function judgeSum(of: UsageSeen, tell: Tell): void {
  const { calls, costUsd } = of.usage;
  const sum = sumUsd(calls.filter(({ why }) => why !== 'shadow').map(({ cost }) => usd(cost)));
  if (calls.length === 0 || usdAsNumber(sum) === costUsd) return;
  wrong(tell, of, `The calls cost ${formatUsd(sum)} USD, and their record says ${costUsd}`, []);
}

function wrong(tell: Tell, { line, usage }: UsageSeen, what: string, lines: readonly number[]): void {
  const { conversationId, turnId } = usage;
  const sentence = `${what}: turn ${turnId} of ${conversationId}.`;
  tell({ code: 'cost_wrong', sentence, lines: [...lines, line], conversationId, turnId });
}

const usd = (text: string): Usd => parseUsd(text) ?? 0n;
