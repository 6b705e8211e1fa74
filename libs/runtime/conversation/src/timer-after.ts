import type { ArmedTimer, Conversation, TimerKind } from '@turnfleet/contract/schemas';

/** How long a dialogue waits, milliseconds; a kind that is left out never runs out. */
export type DialogueTimes = Readonly<Partial<Record<TimerKind, number>>>;

/**
 * What a dialogue waits for in each state, null for nothing: one that has not begun, and one that a person has. `absolute`
 * runs beside, from the beginning of the dialogue.
 */
const waitsFor = {
  init: null,
  greeting: 'greeting',
  intent_recognition: 'query',
  slot_filling: 'query',
  confirmation: 'transaction',
  execution: 'transaction',
  completion: 'inactive',
  error: 'inactive',
  transfer: null,
} as const satisfies Record<Conversation['state'], TimerKind | null>;

/**
 * The timer of a conversation after what was done in it at `now` (Unix milliseconds, by the clock of the store): the one that
 * runs out first. `before` is the one it had; a dialogue goes on from it, and begins anew without one.
 */
export function timerAfter(
  { state, held }: Pick<Conversation, 'state' | 'held'>,
  before: ArmedTimer | undefined,
  now: number,
  times: DialogueTimes,
): ArmedTimer | undefined {
  const waiting = held ? 'transaction' : waitsFor[state];
  if (waiting === null) return undefined;
  const since = before?.since ?? new Date(now).toISOString();
  const ends = (
    [
      [waiting, now],
      ['absolute', Date.parse(since)],
    ] as const
  ).flatMap(([kind, from]) => {
    const time = times[kind];
    return time === undefined ? [] : [{ kind, at: from + time }];
  });
  const [first] = ends.sort((a, b) => a.at - b.at);
  return first && { kind: first.kind, dueAt: new Date(Math.max(first.at, now)).toISOString(), since };
}
