import {
  abortReason,
  type Clock,
  type Deadline,
  isTurnfleetError,
  type RetryBudget,
  TurnfleetError,
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
 * Calls a tool within its own deadline and the turn's. One that cannot be reached is asked once more if that cannot do
 * harm and the budget has room; this is the only retry between a turn and a domain service. A keyed tool is never called
 * without its key (`internal`); under the same key it is asked again, with its whole deadline, also when it was late: what
 * became of the first call is not known, and the second one tells.
 */
export async function callTool(caller: Caller, tool: Tool, args: Json, turn: Deadline, key?: string): Promise<Json> {
  const { clock, retryBudget } = caller;
  const keyed = tool.idempotency === 'keyed';
  if (keyed && key === undefined) throw new TurnfleetError('internal', `${tool.name} was to be called without a key.`);
  using deadline = within(clock, turn, tool.deadlineMs);
  try {
    return await attempt(caller, tool, args, deadline, key);
  } catch (error) {
    const left = keyed ? turn : deadline;
    if (!mayRepeat(tool, error) || left.signal.aborted || !retryBudget.take()) throw toTurnfleetError(error);
    using again = within(clock, left, tool.deadlineMs);
    return await attempt(caller, tool, args, again, key);
  }
}

function mayRepeat({ idempotency }: Tool, error: unknown): boolean {
  if (idempotency === 'none') return false;
  if (isTurnfleetError(error, 'overloaded')) return error.details.retryAfterMs === undefined;
  return idempotency === 'keyed' && isLate(error);
}

const isLate = (error: unknown): boolean =>
  isTurnfleetError(error, 'tool_timeout') || isTurnfleetError(error, 'deadline_exceeded');

async function attempt(
  { transport, retryBudget }: Caller,
  tool: Tool,
  args: Json,
  deadline: Deadline,
  key: string | undefined,
): Promise<Json> {
  const answer = await bounded(() => transport.call(tool, args, deadline, key), deadline.signal);
  retryBudget.succeeded();
  return answer;
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
