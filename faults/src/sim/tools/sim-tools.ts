import { descriptorSet } from '@turnfleet/contract/grpc';
import { shopTimeZone } from '@turnfleet/contract/schemas';
import { abortReason, type Deadline, RetryBudget, TurnfleetError, wait } from '@turnfleet/core';
import { type Read, type ToolTransport, toolReads, toolsFrom } from '@turnfleet/tools';
import { grantedToEverybody, toolsOfTurn } from '@turnfleet/turn';
import { type WorkerDeps } from '@turnfleet/worker';
import type { Outside } from '../outside.ts';
import type { SimProcess } from '../process/sim-process.ts';
import type { Json } from './effect-database.ts';

const tools = toolsFrom(descriptorSet);
const callMs = 5;
const slowMs = 1_500;
const maxBytes = 2 ** 20;

/** The tools as a worker's process has them: the real calls with their deadlines, retries and cache, over simulated services. */
export function simTools(process: SimProcess, outside: SimToolsDeps): WorkerDeps['toolBox'] {
  const { effects: database, shop, recorder, time } = outside;
  const { clock, name: worker } = process;
  const reads = toolReads({ clock, maxBytes });
  shop.listen(process, ({ subject, changedAt }) => {
    reads.invalidate({ kind: 'stock', subject, atMs: clock.now() });
    recorder.see({ event: 'heard_of', worker, subject, changedAt });
  });
  const readTool: typeof reads.read = async (read, deadline) => {
    const begunAt = time.monotonic();
    const fetched = await reads.read(read, deadline);
    const { answer, standsIn } = fetched;
    const value = answer.found ? answer.result['total'] : undefined;
    if (typeof value === 'number' || typeof value === 'string')
      recorder.see({ event: 'used', worker, ...subjectOf(read), value: String(value), begunAt, standsIn });
    return fetched;
  };
  const transport: ToolTransport = {
    call: async (tool, args, deadline, key) => {
      if (args['validate_only'] === true) return {};
      await wait(clock, callMs, deadline.signal);
      const keyed = tool.idempotency === 'keyed';
      const answer = await serve(
        keyed ? () => database.apply(tool.name, args, key) : null,
        () => shop.read(tool.name, args),
        args,
        deadline,
      );
      // The service has done it by now, whatever becomes of the one who asked.
      await wait(clock, args['city'] === 'slow' ? slowMs : callMs, deadline.signal);
      return answer;
    },
  };
  const deps = { transport, clock, retryBudget: new RetryBudget(), zoneOf: () => shopTimeZone, readTool };
  return { offer: () => tools, ofTurn: toolsOfTurn(deps, grantedToEverybody) };
}

type SimToolsDeps = Pick<Outside, 'effects' | 'shop' | 'recorder' | 'time'>;

const subjectOf = ({ tool, args }: Read) => ({ tool: tool.name, subject: String(args['sku']) });

/** How long an answer may be used, by tool, in milliseconds from when the service gave it; as its proto says. */
export const freshFor = Object.fromEntries(
  tools.flatMap(({ name, freshness }) => {
    if (!freshness) return [];
    const { maxAgeMs, staleWhileRevalidateMs, staleIfErrorMs } = freshness;
    return [[name, { asItIs: maxAgeMs + staleWhileRevalidateMs, ifError: maxAgeMs + staleIfErrorMs }]];
  }),
);

/** Does what the argument `city` says; see `ToolBehaviour`. */
async function serve(effect: (() => Json) | null, read: () => Json, args: Json, deadline: Deadline): Promise<Json> {
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
      return effect ? effect() : read();
  }
}

function until(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(abortReason(signal));
    signal.addEventListener('abort', () => reject(abortReason(signal)), { once: true });
  });
}
