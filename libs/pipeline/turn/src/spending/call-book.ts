import type { CallEnd, CallLine, CallReason } from '@turnfleet/contract/schemas';
import type { ConversationStore, Fence } from '@turnfleet/conversation';
import type { Clock, NewId } from '@turnfleet/core';
import {
  type BudgetKeeper,
  type Deployment,
  formatUsd,
  type ModelRequest,
  type ModelUsage,
  type Payer,
  parseUsd,
  priceOf,
  type Usd,
} from '@turnfleet/model';
import { untilAvailable } from '@turnfleet/ownership';
import type { FreshTurn } from '../stream-to-journal.ts';
import { BudgetSpent } from './budget-spent.ts';
import { worstCaseOfCall } from './worst-case.ts';

interface CallBookDeps {
  readonly budgets: Pick<BudgetKeeper, 'reserve'>;
  readonly store: Pick<ConversationStore, 'noteSpending'>;
  readonly clock: Clock;
  readonly newId: NewId;
}

export interface PlannedCall {
  readonly deployment: Deployment;
  readonly why: CallReason;
  readonly request: Pick<ModelRequest, 'messages' | 'tools' | 'maxOutputTokens'>;
}

/** What an endpoint bills; see `CallTicket.billed`. */
export interface Billed {
  readonly usage: ModelUsage;
  readonly estimated: boolean;
}

/** A call that is written down at the most it can cost. */
export interface ReservedCall {
  readonly id: string;
  /** How it ended and what it is billed at. Said once; a call that never hears it is billed at the most. */
  settle(end: CallEnd, billed: Billed): void;
}

/** The store refused to note a call, for the reason that is its cause: the work on the turn ends with that. */
export class NotBooked extends Error {
  constructor(cause: unknown) {
    super('A model call could not be noted.', { cause });
  }
}

/** The model calls of one turn. Every call goes through it: what is sent is written down before. */
export interface CallBook {
  /**
   * The call may be sent once this has resolved. Waits while the store is away. Fails with the signal's reason, with
   * `NotBooked`, or with `BudgetSpent`: then nothing may be sent, and nothing is billed.
   */
  reserve(call: PlannedCall, signal: AbortSignal): Promise<ReservedCall>;
}

export type OpenCallBook = (turn: Pick<FreshTurn, 'turn' | 'attempt'>, payer: Payer, fence: Fence) => CallBook;

/**
 * Calls are noted with the store, one script each; how the one before ended goes along. Where the payer has a budget, it
 * takes one script more.
 */
export function callBooks({ store, budgets, clock, newId }: CallBookDeps): OpenCallBook {
  return ({ turn, attempt: { calls } }, payer, fence) => ({
    async reserve(planned, signal) {
      const now = clock.now();
      const line = reservedLine(planned, newId(), now);
      const answer = await budgets.reserve(payer, line.id, costOf(line), now);
      if (answer.kind === 'spent') throw new BudgetSpent(payer.tenant, answer.purse);
      calls.note(line);
      const { unsaved } = calls;
      const lines = unsaved.map((one) => JSON.stringify(one));
      try {
        await untilAvailable(clock, signal, () => store.noteSpending(turn, lines, fence));
      } catch (error) {
        calls.withdraw(line);
        answer.hold?.settle(0n);
        throw signal.aborted ? error : new NotBooked(error);
      }
      calls.saved(unsaved);
      let open = true;
      return {
        id: line.id,
        settle: (end, billed) => {
          if (!open) return;
          open = false;
          const settled = settledLine(line, planned, end, billed);
          calls.note(settled);
          answer.hold?.settle(costOf(settled));
        },
      };
    },
  });
}

export const costOf = ({ cost }: CallLine): Usd => parseUsd(cost) ?? 0n;

/** As it is billed if nobody ever hears how it ended. */
function reservedLine({ deployment, why, request }: PlannedCall, id: string, now: number): CallLine {
  const { inputTokens, outputTokens, cost } = worstCaseOfCall(deployment, request);
  return {
    id,
    at: new Date(now).toISOString(),
    model: deployment.model.id,
    endpoint: deployment.endpoint.id,
    why,
    end: 'unknown',
    inputTokens,
    cachedInputTokens: 0,
    outputTokens,
    cost: formatUsd(cost),
    estimated: true,
  };
}

function settledLine(
  line: CallLine,
  { deployment }: PlannedCall,
  end: CallEnd,
  { usage, estimated }: Billed,
): CallLine {
  const { inputTokens, outputTokens } = usage;
  const cachedInputTokens = Math.min(usage.cachedInputTokens ?? 0, inputTokens);
  const tokens = { inputTokens, cachedTokens: cachedInputTokens, outputTokens };
  const cost = formatUsd(priceOf(tokens, deployment.model.prices));
  return { ...line, end, inputTokens, cachedInputTokens, outputTokens, cost, estimated };
}
