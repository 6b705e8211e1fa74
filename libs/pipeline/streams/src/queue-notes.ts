import { defaultPriority, type Priority } from '@turnfleet/contract/schemas';
import type { Clock } from '@turnfleet/core';
import type { StreamEvent } from './stream-event.ts';

/** Of less nobody needs to be told. */
export const leastWaitToldMs = 500;
const lookEveryMs = 1_000;
/** An estimate is told again when it has shrunk by as much. */
const shrunkBy = 0.1;

export interface QueueNotesDeps {
  readonly clock: Clock;
  /** Of a turn that has waited for so long: when it begins, and how many begin before it; null where nobody can tell. */
  readonly waitLeft: (
    priority: Priority,
    waitedMs: number,
  ) => { readonly startsInMs: number; readonly position: number } | null;
}

interface Queued {
  readonly turnId: string;
  readonly submittedAt: number;
  readonly priority: Priority;
  toldMs: number;
}

interface Accepted {
  readonly turnId: string;
  readonly submittedAt: string;
  readonly priority?: Priority;
}

/**
 * The same events and, after `turn.accepted` of a turn that waits for others, `turn.queued` with an estimate that is told again
 * as it shrinks, until something else is told of the turn. In no journal: it has the id of the event before it.
 */
export async function* withQueueNotes(
  events: AsyncGenerator<StreamEvent>,
  { clock, waitLeft }: QueueNotesDeps,
): AsyncGenerator<StreamEvent> {
  let queued: Queued | null = null;
  let lastId = '';
  const note = (turn: Queued): StreamEvent | null => {
    const left = waitLeft(turn.priority, clock.now() - turn.submittedAt);
    if (!left || left.startsInMs < leastWaitToldMs || left.startsInMs > turn.toldMs * (1 - shrunkBy)) return null;
    turn.toldMs = left.startsInMs;
    const { turnId } = turn;
    const data = { turnId, position: left.position, estimatedStartMs: left.startsInMs };
    return { id: lastId, type: 'turn.queued', data };
  };
  try {
    for (let next = events.next(); ; ) {
      const step = queued ? await orLook(clock, next) : await next;
      if (step === 'look') {
        const told: StreamEvent | null = queued && note(queued);
        if (told) yield told;
        continue;
      }
      if (step.done) return;
      const event: StreamEvent = step.value;
      lastId = event.id;
      yield event;
      const { turnId } = event.data as { readonly turnId?: string };
      if (event.type === 'turn.accepted' && !queued) {
        queued = queuedOf(event.data as Accepted);
        const told = note(queued);
        if (told) yield told;
        else queued = null;
      } else if (turnId === queued?.turnId) queued = null;
      next = events.next();
    }
  } finally {
    await events.return(undefined);
  }
}

function queuedOf({ turnId, submittedAt, priority = defaultPriority }: Accepted): Queued {
  return { turnId, submittedAt: Date.parse(submittedAt), priority, toldMs: Number.POSITIVE_INFINITY };
}

/** What comes first: the next event, or the time to look again. */
async function orLook<T>(clock: Clock, next: Promise<T>): Promise<T | 'look'> {
  const { promise, resolve } = Promise.withResolvers<'look'>();
  const timer = clock.setTimer(lookEveryMs, () => resolve('look'));
  return Promise.race([next, promise]).finally(() => timer.cancel());
}
