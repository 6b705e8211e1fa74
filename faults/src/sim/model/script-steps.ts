import { abortReason, type Clock, TurnfleetError, wait } from '@turnfleet/core';
import { isCorrectionRequest } from '@turnfleet/grounding';
import type { ModelChunk, ModelRequest, ModelToolCall } from '@turnfleet/model';
import type { ModelFault, ModelScript, ToolBehaviour } from '../plan/model-script.ts';
import { keyIn } from '../plan/turn-text.ts';
import { usageOf, type VendorBill } from './vendor-bills.ts';

/** What a model does of which nothing is written. */
export const plainScript: ModelScript = { faults: [], steps: [], endless: false, words: 2, paceMs: 10 };

/** After these a process may leave the model alone. */
export const breaks: readonly ModelFault[] = [
  'rate_limited',
  'rate_limited_with_time',
  'server_error',
  'hangs',
  'hangs_midway',
  'cut_midway',
];
/** Of these the vendor takes no request, so it bills none. */
export const refusals: readonly ModelFault[] = ['rate_limited', 'rate_limited_with_time', 'server_error'];

/** What is wrong with an answer, until it breaks off; the bill is null where the vendor took no request. */
export async function* misbehave(
  fault: ModelFault,
  clock: Clock,
  signal: AbortSignal,
  bill: VendorBill | null,
): AsyncGenerator<ModelChunk> {
  const midway = fault === 'hangs_midway' || fault === 'cut_midway';
  if (midway && bill) bill.outputTokens++;
  if (midway) yield { kind: 'text', text: 'It begins well' };
  if (fault === 'hangs' || fault === 'hangs_midway') throw await aborted(signal);
  await wait(clock, 5, signal);
  if (fault === 'rate_limited') throw new TurnfleetError('rate_limited', 'Too many requests.');
  if (fault === 'rate_limited_with_time')
    throw new TurnfleetError('rate_limited', 'Too many requests.', { retryAfterMs: 1_500 });
  if (fault === 'empty' && bill) {
    yield { kind: 'end', toolCalls: [], reason: 'stop', usage: usageOf(bill) };
    return;
  }
  throw new TurnfleetError('model_unavailable', midway ? 'The stream was cut.' : 'The model answered with status 500.');
}

function aborted(signal: AbortSignal): Promise<TurnfleetError> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(abortReason(signal));
    signal.addEventListener('abort', () => resolve(abortReason(signal)), { once: true });
  });
}

/** The step of a model that calls these tools. */
export function callsOf(behaviours: readonly ToolBehaviour[], key: string, step: number, bill: VendorBill): ModelChunk {
  bill.outputTokens += behaviours.length;
  const toolCalls = behaviours.map((behaviour, i): ModelToolCall => {
    const id = `${key}-${step}-${i}`;
    const city = behaviour;
    switch (behaviour) {
      case 'unknown':
        return { id, name: 'no_such_tool', arguments: '{}' };
      case 'malformed':
        return { id, name: 'check_inventory', arguments: '{"sku": [' };
      case 'reserves':
      case 'reserves_untold':
      case 'reserves_never':
        // The SKU names what the shopper wants done once.
        return { id, name: 'reserve_stock', arguments: JSON.stringify({ sku: key, city, quantity: 2 }) };
      default:
        return { id, name: 'check_inventory', arguments: JSON.stringify({ sku: `SKU-${step}-${i}`, city }) };
    }
  });
  return { kind: 'end', toolCalls, reason: 'tool_calls', usage: usageOf(bill) };
}

/** Tool steps since the shopper last spoke. */
export function stepOf({ messages }: ModelRequest): number {
  let steps = 0;
  const said = messages.filter((message) => message.role !== 'user' || !isCorrectionRequest(message.text));
  for (let i = said.length - 1; i >= 0 && said[i]?.role !== 'user'; i--) {
    const message = said[i];
    if (message?.role === 'assistant' && message.toolCalls.length > 0) steps++;
  }
  return steps;
}

/** The turn that the shopper's last message names, `''` if it names none. */
export function keyOf({ messages }: ModelRequest): string {
  const last = messages.findLast((message) => message.role === 'user' && !isCorrectionRequest(message.text));
  return (last?.role === 'user' && keyIn(last.text)) || '';
}

/** Whether it is asked to say an answer again without a figure. */
export const isCorrecting = ({ messages }: ModelRequest): boolean => {
  const last = messages.at(-1);
  return last?.role === 'user' && isCorrectionRequest(last.text);
};
