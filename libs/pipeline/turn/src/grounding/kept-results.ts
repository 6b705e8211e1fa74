import type { KeptResult, ToolOutcome } from '@turnfleet/contract/schemas';
import { maskedContent, type Tool, type ToolResult } from '@turnfleet/tools';

/** Characters of a result that are kept: an answer or two of a conversation rest on little. */
const longestKept = 2_000;

/** What of a result the next turns may rest on: nothing of what was not found or may be another at once, or is older. */
export function keptResults(tools: readonly Tool[], { record, content }: ToolResult, now: number): KeptResult[] {
  const tool = tools.find(({ name }) => name === record.name);
  if (!tool || record.asOf === undefined || !told.includes(record.outcome)) return [];
  const forMs = freshForMs(tool);
  const until = forMs === null ? null : Date.parse(record.asOf) + forMs;
  if (until !== null && until <= now) return [];
  const kept = maskedContent(tool, content, longestKept);
  if (kept === null) return [];
  return [
    {
      tool: tool.name,
      arguments: record.arguments,
      content: kept,
      asOf: record.asOf,
      freshUntil: until === null ? null : new Date(until).toISOString(),
    },
  ];
}

const told: readonly ToolOutcome[] = ['ok', 'cached', 'stale'];

/** From when it was asked for, as long as the proto lets a result be used again as it is; what was done stays done (null). */
function freshForMs({ freshness, idempotency }: Tool): number | null {
  if (idempotency === 'keyed') return null;
  return freshness ? freshness.maxAgeMs + freshness.staleWhileRevalidateMs : 0;
}

export const freshAt = (results: readonly KeptResult[], now: number): readonly KeptResult[] =>
  results.filter(({ freshUntil }) => freshUntil === null || Date.parse(freshUntil) > now);
