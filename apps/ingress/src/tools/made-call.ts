import { type Clock, type Deadline, type RetryBudget, TurnfleetError } from '@turnfleet/core';
import { fetchResult, madeFor, resultOutcomes } from '@turnfleet/tools';
import type { CheckedCall } from './checked-call.ts';
import type { OpenedTools } from './lazy-tools.ts';

interface MakeCallDeps extends OpenedTools {
  readonly clock: Clock;
  readonly retryBudget: RetryBudget;
}

interface MadeCall {
  readonly outcome: 'ok' | 'cached' | 'stale';
  /** When the service was asked, RFC 3339. */
  readonly asOf: string;
  readonly result: Readonly<Record<string, unknown>>;
}

/** Makes a call as turns do, from what is kept where the tool allows it. Fails as the tool does. */
export async function madeCall(
  { tools, ...caller }: MakeCallDeps,
  { tool, args, key, asker }: CheckedCall,
  deadline: Deadline,
): Promise<MadeCall> {
  const parts = { ...caller, asker, transport: madeFor(asker, tools) };
  const { answer, asOf, age } = await fetchResult(parts, tool, args, deadline, key);
  if (!answer.found) {
    const { message, resource } = answer;
    throw new TurnfleetError('not_found', message, resource ? { resource } : {});
  }
  return { outcome: resultOutcomes[age], asOf: new Date(asOf).toISOString(), result: answer.result };
}
