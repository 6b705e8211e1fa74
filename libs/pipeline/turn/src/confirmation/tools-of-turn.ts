import { createHash } from 'node:crypto';
import { trace } from '@opentelemetry/api';
import { defaultTenant, type Priority, type Turn } from '@turnfleet/contract/schemas';
import type { TurnRef } from '@turnfleet/conversation';
import { attributes, counter } from '@turnfleet/telemetry';
import {
  madeFor,
  type ReadAhead,
  type Shedding,
  type Tool,
  type ToolEvent,
  type ToolUse,
  type ToolUseOptions,
  toolUse,
} from '@turnfleet/tools';

/** Whether the shopper of a turn has a permission (`mcp:SERVER:TOOL`). */
export type Granted = (turn: Turn, permission: string) => boolean;

/** Nobody signs in, so everybody may use every tool of the shop. */
export const grantedToEverybody: Granted = () => true;

export type ToolsOfTurn = (
  tools: readonly Tool[],
  turn: Turn & { readonly priority: Priority },
  locale: string,
  onEvent: (event: ToolEvent) => void,
) => ToolUse;

/** The IANA name of the time zone that the shopper of a turn is told times in. */
export type ZoneOf = (turn: Pick<Turn, 'tenant' | 'user'>) => string;

interface TurnToolsParts extends Pick<ToolUseOptions, 'transport' | 'clock' | 'retryBudget' | 'readTool'> {
  readonly zoneOf: ZoneOf;
  /** Hears of every read that was answered. */
  readonly readAhead?: ReadAhead;
  /** What is left out as the fleet is busy; absent: nothing is. */
  readonly shedding?: Pick<Shedding, 'leftOut'>;
}

/** Tools as the shopper of a turn may use them; calls with an effect get their keys from the turn. */
export function toolsOfTurn({ zoneOf, readAhead, shedding, ...parts }: TurnToolsParts, granted: Granted): ToolsOfTurn {
  const skipped = counter('turnfleet.tools.left_out');
  return (tools, turn, locale, onEvent) => {
    const asker = { tenant: turn.tenant ?? defaultTenant, user: turn.user?.id ?? null };
    const transport = madeFor(asker, parts.transport);
    const { conversationId } = turn;
    const allowed = tools.filter(({ permission }) => granted(turn, permission));
    return toolUse({
      ...{ ...parts, tools, asker, transport },
      readTool: async (read, deadline) => {
        const fetched = await parts.readTool(read, deadline);
        readAhead?.({ ...read, conversationId, tools: allowed, call: (...made) => transport.call(...made) });
        return fetched;
      },
      locale,
      timeZone: zoneOf(turn),
      onEvent: (event) => {
        if (event.type === 'tool.finished') tellSpan(event);
        onEvent(event);
      },
      granted: (permission) => granted(turn, permission),
      leftOut: (tool) => {
        const step = shedding?.leftOut(tool, turn.priority) ?? null;
        if (step !== null) skipped.add(1, { tool: tool.name, step, priority: turn.priority });
        return step !== null;
      },
      facts: { userId: turn.user?.id },
      keyOf: (tool, args) => intentKey(turn, tool, args),
    });
  };
}

/**
 * The idempotency key of a call that a model made in a turn: the same call in the same turn has the same key, whichever
 * worker's attempt it was, so that a turn that is worked on again repeats its effect instead of adding one (docs/adr/0020).
 */
export function intentKey(turn: TurnRef, tool: string, args: Readonly<Record<string, unknown>>): string {
  const intent = JSON.stringify([turn.conversationId, turn.turnId, tool, args]);
  return createHash('sha256').update(intent).digest('base64url');
}

/** On the turn's span, as a call that is answered from what is kept has none of its own. */
function tellSpan({ id, name, outcome, asOf, reason }: Extract<ToolEvent, { type: 'tool.finished' }>): void {
  trace.getActiveSpan()?.addEvent('turnfleet.tool.finished', {
    [attributes.genAiToolCallId]: id,
    [attributes.genAiToolName]: name,
    [attributes.toolOutcome]: outcome,
    ...(asOf !== undefined && { [attributes.toolAsOf]: asOf }),
    ...(reason !== undefined && { [attributes.toolSkipped]: reason }),
  });
}
