import { type CallLine, type Reply } from '@turnfleet/contract/schemas';
import { parseUsd, sumUsd, usdAsNumber } from '@turnfleet/model';

/** The reply with what the turn's calls used, and a line for each. */
export function billedReply(reply: Reply, lines: readonly CallLine[]): Reply {
  if (lines.length === 0) return reply;
  const sum = (count: (line: CallLine) => number): number => lines.reduce((total, line) => total + count(line), 0);
  return {
    ...reply,
    usage: {
      inputTokens: sum(({ inputTokens }) => inputTokens),
      outputTokens: sum(({ outputTokens }) => outputTokens),
      costUsd: usdAsNumber(sumUsd(lines.map(({ cost }) => parseUsd(cost) ?? 0n))),
      calls: [...lines],
    },
  };
}
