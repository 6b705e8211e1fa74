import { descriptorSet } from '@turnfleet/contract/grpc';
import { shopTimeZone } from '@turnfleet/contract/schemas';
import { abortReason, type Deadline, RetryBudget, TurnfleetError, wait } from '@turnfleet/core';
import { readAnew, type ToolTransport, toolsFrom } from '@turnfleet/tools';
import { grantedToEverybody, toolsOfTurn } from '@turnfleet/turn';
import { type WorkerDeps } from '@turnfleet/worker';
import type { SimProcess } from '../process/sim-process.ts';
import type { EffectDatabase, Json } from './effect-database.ts';

const tools = toolsFrom(descriptorSet);
const callMs = 5;

/** The tools as a worker's process has them: the real calls with their deadlines and retries, over simulated services. */
export function simTools(process: SimProcess, database: EffectDatabase): WorkerDeps['toolBox'] {
  const { clock } = process;
  const transport: ToolTransport = {
    call: async (tool, args, deadline, key) => {
      if (args['validate_only'] === true) return {};
      await wait(clock, args['city'] === 'slow' ? 1_500 : callMs, deadline.signal);
      const answer = await serve(
        tool.idempotency === 'keyed' ? () => database.apply(tool.name, args, key) : null,
        args,
        deadline,
      );
      // The service has done it by now, whatever becomes of the one who asked.
      await wait(clock, callMs, deadline.signal);
      return answer;
    },
  };
  const deps = {
    transport,
    clock,
    retryBudget: new RetryBudget(),
    zoneOf: () => shopTimeZone,
    readTool: readAnew(clock),
  };
  return { offer: () => tools, ofTurn: toolsOfTurn(deps, grantedToEverybody) };
}

/** Does what the argument `city` says; see `ToolBehaviour`. */
async function serve(effect: (() => Json) | null, args: Json, deadline: Deadline): Promise<Json> {
  switch (args['city']) {
    case 'hangs':
      return until(deadline.signal);
    case 'unavailable':
    case 'reserves_never':
      throw new TurnfleetError('overloaded', 'The service cannot be reached.');
    case 'fails':
      throw new TurnfleetError('tool_failed', 'The service failed.');
    case 'wrong':
      return { nonsense: [null, { deep: 'down' }] };
    case 'reserves_untold':
      effect?.();
      throw new TurnfleetError('overloaded', 'The answer of the service got lost.');
    default:
      return effect ? effect() : { sku: args['sku'], city: args['city'], quantity: 3 };
  }
}

function until(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(abortReason(signal));
    signal.addEventListener('abort', () => reject(abortReason(signal)), { once: true });
  });
}
