import { type CallLine, type Reply } from '@turnfleet/contract/schemas';
import { parseUsd, sumUsd, usdAsNumber } from '@turnfleet/model';

/** The reply with what the turn's calls used, and a line for each. What was only compared has its lines, and is no part of the sums. */
export function billedReply(reply: Reply, lines: readonly CallLine[]): Reply {
  if (lines.length === 0) return reply;
  const own = lines.filter(({ why }) => why !== 'shadow');
  const sum = (count: (line: CallLine) => number): number => own.reduce((total, line) => total + count(line), 0);
  return {
    ...reply,
    usage: {
      inputTokens: sum(({ inputTokens }) => inputTokens),
      outputTokens: sum(({ outputTokens }) => outputTokens),
      costUsd: usdAsNumber(sumUsd(own.map(({ cost }) => parseUsd(cost) ?? 0n))),
      calls: [...lines],
    },
  };
}
