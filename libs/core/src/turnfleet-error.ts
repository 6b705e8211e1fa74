import { type ErrorKind } from './error-kind.ts';

export interface FieldViolation {
  /** Dotted path of the field, `''` for the whole. */
  readonly field: string;
  readonly description: string;
}

export interface ErrorDetails {
  /** What the reader can do about it, one sentence. */
  readonly suggestion?: string;
  /** Milliseconds after which the same request may succeed. */
  readonly retryAfterMs?: number;
  /** The same request to the same place will not succeed before somebody has seen to it. */
  readonly lasting?: boolean;
  readonly violations?: readonly FieldViolation[];
  /** Why what is there does not allow it, in a word that programs know (`order_shipped`), and the tool to offer instead. */
  readonly refusal?: { readonly reason: string; readonly instead?: string };
  /** The thing that was not found; `among`: those of its type that there are, as a shopper is told them. */
  readonly resource?: { readonly type: string; readonly name: string; readonly among?: string };
  readonly cause?: unknown;
}

/** The one error that crosses a boundary. `message` says what happened and what it means, without secrets. */
export class TurnfleetError extends Error {
  override readonly name = 'TurnfleetError';
  readonly kind: ErrorKind;
  readonly details: ErrorDetails;

  constructor(kind: ErrorKind, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.kind = kind;
    this.details = details;
  }
}

export function isTurnfleetError(error: unknown, kind?: ErrorKind): error is TurnfleetError {
  return error instanceof TurnfleetError && (kind === undefined || error.kind === kind);
}

/** `error` itself if it already is one of ours, else an `internal` one that keeps it as the cause. */
export function toTurnfleetError(error: unknown): TurnfleetError {
  if (error instanceof TurnfleetError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new TurnfleetError('internal', `Unexpected failure: ${message}`, { cause: error });
}
