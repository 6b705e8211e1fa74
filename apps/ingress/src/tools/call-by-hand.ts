import type { CalledTool } from '@turnfleet/contract/http';
import { type Clock, deadlineAt, RetryBudget } from '@turnfleet/core';
import { callTool, madeFor } from '@turnfleet/tools';
import type { DiscoveredTools } from '@turnfleet/tools-grpc';
import { type AskedCall, checkedCall } from './checked-call.ts';

/** Nothing is repeated for somebody who is watching. */
const noRetries = new RetryBudget(0, 0);

/** Calls a tool for an operator: as a model would, but at once and with the raw result. Fails as the tool does. */
export async function callByHand(
  tools: DiscoveredTools,
  clock: Clock,
  asked: AskedCall & { readonly tenant: string },
): Promise<CalledTool> {
  const { tool, args, key } = checkedCall(tools.offer(''), asked);
  const begun = clock.monotonic();
  using deadline = deadlineAt(clock, clock.now() + tool.deadlineMs);
  const asker = { tenant: asked.tenant, user: asked.userId ?? null };
  const caller = { transport: madeFor(asker, tools), clock, retryBudget: noRetries };
  const result = await callTool(caller, tool, args, deadline, key);
  const { name, service, version } = tool;
  return { name, service, version, ms: Math.round(clock.monotonic() - begun), result };
}
