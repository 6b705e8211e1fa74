import type { Turn } from '@turnfleet/contract/schemas';
import { type ToolEvent, type ToolUse, type ToolUseOptions, toolUse } from '@turnfleet/tools';
import type { Granted } from '../permissions.ts';
import { intentKey } from './intent-key.ts';

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
