import { descriptorSet } from '@turnfleet/contract/grpc';
import { abortReason, type Deadline, RetryBudget, TurnfleetError, wait } from '@turnfleet/core';
import { grantedToEverybody, toolsOfTurn, type WorkerParts } from '@turnfleet/orchestrator/worker';
import { type Tool, type ToolTransport, toolsFrom } from '@turnfleet/tools';
import type { SimProcess } from '../process/sim-process.ts';

const tools = toolsFrom(descriptorSet);

/** The tools as a worker's process has them: the real calls with their deadlines and retries, over simulated services. */
export function simTools(process: SimProcess): WorkerParts['toolBox'] {
  const { clock } = process;
  const retryBudget = new RetryBudget();
  const transport: ToolTransport = { call: (tool, args, deadline) => serve(process, tool, args, deadline) };
  return { tools, ofTurn: toolsOfTurn({ tools, transport, clock, retryBudget }, grantedToEverybody) };
}

/** Does what the argument `city` says; see `ToolBehaviour`. */
async function serve(
  { clock }: SimProcess,
  _tool: Tool,
  args: Readonly<Record<string, unknown>>,
  deadline: Deadline,
): Promise<Readonly<Record<string, unknown>>> {
  const behaviour = args['city'];
  await wait(clock, behaviour === 'slow' ? 1_500 : 5, deadline.signal);
  if (behaviour === 'hangs') await until(deadline.signal);
  if (behaviour === 'unavailable') throw new TurnfleetError('overloaded', 'The service cannot be reached.');
  if (behaviour === 'fails') throw new TurnfleetError('tool_failed', 'The service failed.');
  if (behaviour === 'wrong') return { nonsense: [null, { deep: 'down' }] };
  return { sku: args['sku'], city: args['city'], quantity: 3 };
}

function until(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(abortReason(signal));
    signal.addEventListener('abort', () => reject(abortReason(signal)), { once: true });
  });
}
