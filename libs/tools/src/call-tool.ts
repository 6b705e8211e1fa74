import {
  abortReason,
  type Clock,
  type Deadline,
  isTurnfleetError,
  type RetryBudget,
  toTurnfleetError,
  within,
} from '@turnfleet/core';
import type { Tool } from './tool.ts';
import type { ToolTransport } from './tool-transport.ts';

export interface Caller {
  readonly transport: ToolTransport;
  readonly clock: Clock;
  readonly retryBudget: RetryBudget;
}

type Json = Readonly<Record<string, unknown>>;

/**
 * Calls a tool within its own deadline and the turn's. An unreachable one is asked once more if that cannot do harm and
 * the budget has room; this is the only retry between a turn and a domain service.
 */
export async function callTool(
  { transport, clock, retryBudget }: Caller,
  tool: Tool,
  args: Json,
  turn: Deadline,
): Promise<Json> {
  using deadline = within(clock, turn, tool.deadlineMs);
  const attempt = async (): Promise<Json> => {
    const answer = await bounded(() => transport.call(tool, args, deadline), deadline.signal);
    retryBudget.succeeded();
    return answer;
  };
  const repeatable = tool.idempotency === 'read_only' || tool.idempotency === 'idempotent';
  try {
    return await attempt();
  } catch (error) {
    const unreachable = isTurnfleetError(error, 'overloaded') && error.details.retryAfterMs === undefined;
    if (!repeatable || !unreachable || deadline.signal.aborted || !retryBudget.take()) throw toTurnfleetError(error);
    return await attempt();
  }
}

/** Settles with `work`, or with the signal's reason as soon as it aborts: no transport can hold up a turn. */
function bounded<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => reject(abortReason(signal));
    if (signal.aborted) {
      giveUp();
      return;
    }
    signal.addEventListener('abort', giveUp, { once: true });
    work()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', giveUp));
  });
}
