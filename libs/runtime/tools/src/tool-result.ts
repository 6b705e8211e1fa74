import type { ToolCallRecord, ToolOutcome } from '@turnfleet/contract/schemas';
import type { ErrorKind, TurnfleetError } from '@turnfleet/core';

/** A call as a model wrote it. */
export interface ToolRequest {
  /** The model's own id. */
  readonly id: string;
  readonly name: string;
  /** JSON, possibly malformed. */
  readonly arguments: string;
}

/** What became of a call. */
export interface ToolResult {
  readonly record: ToolCallRecord;
  /** JSON for the model, under the call's own id. */
  readonly content: string;
  /** For the shopper, in their language, when the tool could not be asked (`timeout`, `failed`); else null. */
  readonly fallback: string | null;
  /** Tells the shopper what it came to, in the tool's own words; null if it came to nothing, or the tool has no words. */
  readonly told: string | null;
  /** The name of what was asked about and is not there; null if nothing was missed. */
  readonly notFound: string | null;
  /** It is older than what the tool is asked for anew; null if it is not. */
  readonly older: OlderResult | null;
}

interface OlderResult {
  /** When it was asked for, Unix milliseconds. */
  readonly asOf: number;
  /** The same as the shopper is told it, e.g. `上午10:42`. */
  readonly text: string;
  /** No new one could be had. */
  readonly standsIn: boolean;
}

/** What one call came to, before it is put on record. */
export interface Answer {
  readonly outcome: ToolOutcome;
  readonly content: Readonly<Record<string, unknown>>;
  readonly fallback: string | null;
  /** True if the result said that nothing more needs to be asked. */
  readonly sufficient: boolean;
  /** As those of `ToolResult`. */
  readonly told?: string | null;
  readonly notFound?: string | null;
  /** It was not made because the fleet is busy. */
  readonly reason?: 'load';
  readonly older?: OlderResult | null;
  /** When what the tool returned was asked for, Unix milliseconds; left out where it returned nothing. */
  readonly asOf?: number;
}

export function rejected(message: string, violations?: readonly unknown[]): Answer {
  return refused('rejected', { message, ...(violations && { violations }) });
}

/** Not made, as the fleet is busy; `apology` is the tool's own. */
export function leftOut(apology: string): Answer {
  const message =
    'The shop is very busy, so this was not looked up. Do not guess it and do not call the tool again in this turn; say so.';
  const content = { error: 'skipped', message, tell_shopper: apology };
  return { outcome: 'skipped', reason: 'load', content, fallback: apology, sufficient: false };
}

/** The turn's shopper lacks the permission. */
export function notAllowed(): Answer {
  return refused('forbidden', {
    message: 'The shopper is not allowed to use this tool. Say so and do not call it again.',
  });
}

/** The tool is about the shopper, and nobody knows who that is. */
export function unknownShopper(): Answer {
  return refused('unknown_shopper', {
    message:
      'The shopper is not known. Do not call this tool again; ask them for what it would have said, if you need it.',
  });
}

function refused(
  error: 'rejected' | 'forbidden' | 'conflict' | 'unknown_shopper',
  more: Readonly<Record<string, unknown>>,
): Answer {
  return { outcome: 'rejected', content: { error, ...more }, fallback: null, sufficient: false };
}

/**
 * An error of the transport as an answer: NOT_FOUND and a conflict with what is there inform, bad arguments can be
 * corrected, the rest is apologised for.
 */
export function answerOfError(error: TurnfleetError, apology: string): Answer {
  const outcome = outcomeOf(error.kind);
  const { violations, resource, suggestion, refusal } = error.details;
  switch (outcome) {
    case 'not_found': {
      const content = { error: 'not_found', message: error.message, ...(resource && { resource }) };
      return { outcome, content, fallback: null, sufficient: false, notFound: resource?.name ?? null };
    }
    case 'rejected':
      return error.kind === 'conflict'
        ? refused('conflict', { message: error.message, ...(suggestion && { suggestion }), ...refusal })
        : rejected(error.message, violations);
    case 'timeout':
    case 'failed': {
      const what = outcome === 'timeout' ? 'The tool did not answer in time.' : 'The tool could not be asked.';
      const message = `${what} Do not guess its result and do not call it again; tell the shopper.`;
      return {
        outcome,
        content: { error: outcome, message, tell_shopper: apology },
        fallback: apology,
        sufficient: false,
      };
    }
  }
}

function outcomeOf(kind: ErrorKind): 'not_found' | 'rejected' | 'timeout' | 'failed' {
  if (kind === 'not_found') return 'not_found';
  if (kind === 'invalid_request' || kind === 'conflict') return 'rejected';
  return kind === 'tool_timeout' || kind === 'deadline_exceeded' ? 'timeout' : 'failed';
}
