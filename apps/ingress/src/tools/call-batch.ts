import type { BatchedCall, BatchedResult, ToolBatch, ToolBatchResult } from '@turnfleet/contract/http';
import {
  type Clock,
  type Deadline,
  deadlineAt,
  type ErrorKind,
  RetryBudget,
  TurnfleetError,
  toTurnfleetError,
  within,
} from '@turnfleet/core';
import { masked, type Tool } from '@turnfleet/tools';
import { checkedCall } from './checked-call.ts';
import type { OpenedTools } from './lazy-tools.ts';
import { madeCall } from './made-call.ts';

/** Who asks, as far as it matters to a batch. */
export interface BatchAsker {
  readonly tenant: string;
  /** Whether calls that take effect are made at all, and results are told as they are, personal data included. */
  readonly operates: boolean;
  /** Whom a call is about that names nobody; fails if the asker may not speak for whom it names. */
  readonly userOf: (named: string | undefined) => string | undefined;
}

interface CallBatchDeps extends OpenedTools {
  readonly clock: Clock;
  readonly asker: BatchAsker;
  /** Aborts when nobody waits for the answer any more: calls that run are cancelled. */
  readonly signal: AbortSignal;
}

/** Several calls side by side. None fails the others: what each came to stands at its place. */
export async function callBatch(deps: CallBatchDeps, { calls, deadlineMs }: ToolBatch): Promise<ToolBatchResult> {
  const { clock } = deps;
  const begun = clock.monotonic();
  using whole = deadlineAt(clock, clock.now() + deadlineMs, deps.signal);
  const offered = deps.tools.offer('');
  const retryBudget = new RetryBudget();
  const results = await Promise.all(
    calls.map((call, place) => callOne({ ...deps, offered, retryBudget, whole }, call, place)),
  );
  return { ms: Math.round(clock.monotonic() - begun), calls: results };
}

interface OneDeps extends CallBatchDeps {
  readonly offered: readonly Tool[];
  readonly retryBudget: RetryBudget;
  readonly whole: Deadline;
}

async function callOne(deps: OneDeps, call: BatchedCall, place: number): Promise<BatchedResult> {
  const { clock, asker, offered, whole } = deps;
  const begun = clock.monotonic();
  const tool = offered.find(({ name }) => name === call.name);
  const about = {
    id: call.id ?? String(place),
    name: call.name,
    service: tool?.service ?? '',
    version: tool?.version ?? '',
  };
  const ms = (): number => Math.round(clock.monotonic() - begun);
  try {
    const userId = asker.userOf(call.userId);
    const checked = checkedCall(offered, { ...call, userId, key: call.key, tenant: asker.tenant });
    if (checked.tool.idempotency !== 'read_only' && !asker.operates) throw takesEffect(checked.tool);
    using deadline = within(clock, whole, call.deadlineMs ?? checked.tool.deadlineMs);
    const { result, ...made } = await madeCall(deps, checked, deadline);
    const told = asker.operates ? result : masked(checked.tool.output, result);
    return { ...about, ...made, ms: ms(), result: { ...told }, error: null };
  } catch (error) {
    const { kind, message, details } = toTurnfleetError(error);
    const { suggestion, violations } = details;
    const why = {
      kind,
      message,
      ...(suggestion && { suggestion }),
      ...(violations && { violations: [...violations] }),
    };
    return { ...about, outcome: tool ? outcomeOf(kind) : 'rejected', ms: ms(), asOf: null, result: null, error: why };
  }
}

function takesEffect({ name }: Tool): TurnfleetError {
  return new TurnfleetError('forbidden', `The tool ${name} takes effect, which takes the scope \`operate\`.`, {
    suggestion: 'Shoppers make such calls by a turn, in which they are asked first.',
  });
}

const outcomes: Partial<Record<ErrorKind, BatchedResult['outcome']>> = {
  not_found: 'not_found',
  tool_timeout: 'timeout',
  deadline_exceeded: 'timeout',
  invalid_request: 'rejected',
  forbidden: 'rejected',
  conflict: 'rejected',
};

const outcomeOf = (kind: ErrorKind): BatchedResult['outcome'] => outcomes[kind] ?? 'failed';
