import { TurnfleetError, toTurnfleetError } from '@turnfleet/core';

/** A running part of a process: started by whoever made it, stopped by the same, in reverse order. */
export interface Running {
  /** Takes nothing new, finishes what runs within the grace time, then releases everything. Safe to repeat. */
  stop(): Promise<void>;
}

/** Stops parts in reverse order of their start; one that fails does not keep the others from stopping. */
export async function stopAll(parts: readonly Running[]): Promise<void> {
  const failures: unknown[] = [];
  for (const part of [...parts].reverse()) {
    try {
      await part.stop();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length === 1) throw failures[0];
  if (failures.length > 1) {
    const reasons = failures.map((failure) => toTurnfleetError(failure).message);
    throw new AggregateError(failures, `Several parts failed to stop: ${reasons.join(' ')}`);
  }
}

/** Takes note of a part that has started. */
type Keep = <R extends Running>(part: R) => R;

/**
 * Runs `start`, which keeps every part that it starts. They stop together, in reverse order: when the result is stopped,
 * or at once if `start` fails; its error passes on then.
 */
export async function startParts<T extends object>(start: (keep: Keep) => Promise<T>): Promise<T & Running> {
  const parts: Running[] = [];
  const keep: Keep = (part) => {
    parts.push(part);
    return part;
  };
  let stopping: Promise<void> | undefined;
  try {
    const started = await start(keep);
    return { ...started, stop: () => (stopping ??= stopAll(parts)) };
  } catch (error) {
    await stopAll(parts).catch((failure: unknown) => {
      throw withFailedStop(error, failure);
    });
    throw error;
  }
}

function withFailedStop(error: unknown, failure: unknown): TurnfleetError {
  const { kind, message, details } = toTurnfleetError(error);
  const also = `What had started did not stop cleanly either: ${toTurnfleetError(failure).message}`;
  return new TurnfleetError(kind, `${message} ${also}`, { ...details, cause: error });
}
