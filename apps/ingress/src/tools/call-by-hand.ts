import type { CalledTool } from '@turnfleet/contract/http';
import { type Clock, deadlineAt, RetryBudget } from '@turnfleet/core';
import { type AskedCall, checkedCall } from './checked-call.ts';
import type { OpenedTools } from './lazy-tools.ts';
import { madeCall } from './made-call.ts';

/** Nothing is repeated for somebody who is watching. */
const noRetries = new RetryBudget(0, 0);

/** Calls a tool for an operator: as a model would, but at once and with the raw result. Fails as the tool does. */
export async function callByHand(opened: OpenedTools, clock: Clock, asked: AskedCall): Promise<CalledTool> {
  const checked = checkedCall(opened.tools.offer(''), asked);
  const begun = clock.monotonic();
  using deadline = deadlineAt(clock, clock.now() + checked.tool.deadlineMs);
  const made = await madeCall({ ...opened, clock, retryBudget: noRetries }, checked, deadline);
  const { name, service, version } = checked.tool;
  return { name, service, version, ms: Math.round(clock.monotonic() - begun), ...made };
}
