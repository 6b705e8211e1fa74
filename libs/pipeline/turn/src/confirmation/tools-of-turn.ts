import type { Turn } from '@turnfleet/contract/schemas';
import { type ToolEvent, type ToolUse, type ToolUseOptions, toolUse } from '@turnfleet/tools';
import { intentKey } from './intent-key.ts';

/** Whether the shopper of a turn has a permission (`mcp:SERVER:TOOL`). */
export type Granted = (turn: Turn, permission: string) => boolean;

/** Nobody signs in, so everybody may use every tool of the shop. */
export const grantedToEverybody: Granted = () => true;

export type ToolsOfTurn = (turn: Turn, locale: string, onEvent: (event: ToolEvent) => void) => ToolUse;

/** Tools as the shopper of a turn may use them; calls with an effect get their keys from the turn. */
export function toolsOfTurn(
  parts: Pick<ToolUseOptions, 'tools' | 'transport' | 'clock' | 'retryBudget' | 'timeZone'>,
  granted: Granted,
): ToolsOfTurn {
  return (turn, locale, onEvent) =>
    toolUse({
      ...parts,
      locale,
      onEvent,
      granted: (permission) => granted(turn, permission),
      keyOf: (tool, args) => intentKey(turn, tool, args),
    });
}
