import { isTurnfleetError, TurnfleetError } from '@turnfleet/core';

/** The partition is another worker's; also why its claim is given up. */
export function partitionLost(partition: number): TurnfleetError {
  return new TurnfleetError('fenced', `Partition ${partition} is no longer this worker's.`);
}

export function claimedAnew(partition: number): TurnfleetError {
  return new TurnfleetError('conflict', `Partition ${partition} is being claimed anew.`);
}

export function shuttingDown(): TurnfleetError {
  return new TurnfleetError('cancelled', 'This worker is shutting down.');
}

export function recordReplaced(): TurnfleetError {
  return new TurnfleetError('cancelled', 'The log was reset; another record stands at this offset.');
}

/** Whether a run has to end only because its partition is claimed anew: its records run again here, under the new epoch. */
export function isClaimedAnew({ reason }: AbortSignal): boolean {
  return isTurnfleetError(reason, 'conflict');
}
