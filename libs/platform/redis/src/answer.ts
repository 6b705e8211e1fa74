import { TurnfleetError } from '@turnfleet/core';

/** A flat answer `a, b, a, b, …` two by two. */
export function pairs(flat: readonly string[]): [string, string][] {
  return Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i] ?? '', flat[2 * i + 1] ?? '']);
}

export function unexpectedAnswer(kind: string | undefined): TurnfleetError {
  return new TurnfleetError('internal', `A Redis script gave an answer of unknown kind: ${kind}.`);
}
