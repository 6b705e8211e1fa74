import { createHash } from 'node:crypto';
import { defaultTenant, type Owner, type Turn } from '@turnfleet/contract/schemas';
import type { TurnRef } from '@turnfleet/conversation';
import {
  type Tool,
  type ToolEvent,
  type ToolTransport,
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
  turn: Turn,
  locale: string,
  onEvent: (event: ToolEvent) => void,
) => ToolUse;

/** The IANA name of the time zone that the shopper of a turn is told times in. */
export type ZoneOf = (turn: Pick<Turn, 'tenant' | 'user'>) => string;

/** Tools as the shopper of a turn may use them; calls with an effect get their keys from the turn. */
export function toolsOfTurn(
  { zoneOf, ...parts }: Pick<ToolUseOptions, 'transport' | 'clock' | 'retryBudget'> & { readonly zoneOf: ZoneOf },
  granted: Granted,
): ToolsOfTurn {
  return (tools, turn, locale, onEvent) =>
    toolUse({
      ...parts,
      tools,
      transport: madeFor({ tenant: turn.tenant ?? defaultTenant, user: turn.user?.id ?? null }, parts.transport),
      locale,
      timeZone: zoneOf(turn),
      onEvent,
      granted: (permission) => granted(turn, permission),
      facts: { userId: turn.user?.id },
      keyOf: (tool, args) => intentKey(turn, tool, args),
    });
}

/**
 * The idempotency key of a call that a model made in a turn: the same call in the same turn has the same key, whichever
 * worker's attempt it was, so that a turn that is worked on again repeats its effect instead of adding one (docs/adr/0020).
 */
export function intentKey(turn: TurnRef, tool: string, args: Readonly<Record<string, unknown>>): string {
  const intent = JSON.stringify([turn.conversationId, turn.turnId, tool, args]);
  return createHash('sha256').update(intent).digest('base64url');
}

/** Every call says for whom it is made. */
function madeFor(asker: Owner, transport: ToolTransport): ToolTransport {
  return { call: (tool, args, deadline, key) => transport.call(tool, args, deadline, key, asker) };
}
