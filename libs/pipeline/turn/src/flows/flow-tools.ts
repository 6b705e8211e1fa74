import type { ToolCallRecord } from '@turnfleet/contract/schemas';
import type { Deadline } from '@turnfleet/core';
import type { FlowResult, FlowTools } from '@turnfleet/flows';
import type { PendingToolCall, Tool, ToolResult, ToolUse } from '@turnfleet/tools';

type Json = Readonly<Record<string, unknown>>;

/** The tools of a turn as its flows use them, and what they did with them. */
export interface ToolsOfFlows extends FlowTools {
  readonly records: readonly ToolCallRecord[];
  /** The call that waits for the shopper's yes. */
  readonly held: (PendingToolCall & { readonly alsoYes?: readonly string[] }) | null;
}

export function toolsOfFlows(
  tools: Pick<ToolUse, 'callAll'>,
  { offered, userId }: { readonly offered: readonly Tool[]; readonly userId: string | undefined },
  deadline: Deadline,
  learn: (results: readonly ToolResult[]) => void,
): ToolsOfFlows {
  const records: ToolCallRecord[] = [];
  /** A turn makes the same call once. */
  const made = new Map<string, FlowResult>();
  let held: ToolsOfFlows['held'] = null;
  const make = async (name: string, args: Json) => {
    const id = `flow_${records.length + 1}`;
    const step = await tools.callAll([{ id, name, arguments: JSON.stringify(args) }], deadline);
    deadline.signal.throwIfAborted();
    learn(step.results);
    records.push(...step.results.map(({ record }) => record));
    return { ...step, isHeld: step.held?.call.callId === id };
  };
  return {
    records,
    get held() {
      return held;
    },
    knowsShopperFor: (name) =>
      userId !== undefined ||
      !offered.some((tool) => tool.name === name && tool.filled.some(({ required }) => required)),
    async call(tool, args) {
      const gist = JSON.stringify([tool, args]);
      const result = made.get(gist) ?? flowResultOf((await make(tool, args)).results[0]);
      made.set(gist, result);
      return result;
    },
    async ask(tool, args, alsoYes) {
      const { results, held: call, isHeld } = await make(tool, args);
      if (!call || !isHeld) return flowResultOf(results[0]);
      held = { ...call.call, ...(alsoYes.length > 0 && { alsoYes: [...alsoYes] }) };
      return { kind: 'asked', question: call.question };
    },
  };
}

/** What a call came to, as flows see it. */
export function flowResultOf(result: ToolResult | undefined): FlowResult {
  if (!result) return { kind: 'failed', apology: null };
  const content = JSON.parse(result.content) as Json;
  switch (result.record.outcome) {
    case 'ok':
    case 'cached':
    case 'stale':
      return { kind: 'ok', content, told: result.told };
    case 'not_found':
      return { kind: 'missing', content };
    case 'rejected':
    case 'skipped':
      return { kind: 'refused', reason: textOf(content['reason']) ?? textOf(content['error']) ?? '', content };
    default:
      return { kind: 'failed', apology: result.fallback };
  }
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
