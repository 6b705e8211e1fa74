import { backoff, type Clock, endsWithin, wait } from '@turnfleet/core';
import type { Assignments } from './assignments.ts';
import type { Committer } from './committer.ts';
import type { Dispatcher } from './dispatcher.ts';
import { shuttingDown } from './interruptions.ts';
import { rests } from './options.ts';

export interface DrainReport {
  /** Records that ran when the drain began and finished. */
  readonly finished: number;
  /** Records taken from the log and not finished: the next owner gets them. */
  readonly left: number;
  /** Whether the group knows of everything that is finished; else some of it is delivered again. */
  readonly committed: boolean;
}

interface DrainedDeps<O> {
  readonly clock: Clock;
  readonly drainMs: number;
  readonly assignments: Assignments<O>;
  readonly dispatcher: Dispatcher<O>;
  readonly committer: Committer<O>;
}

/** How long aborted work may take to give back what it holds, and a commit to be answered. */
const lastWordMs = 1_000;
const commitTries = 3;

/** Ends the work of an engine that no longer takes or starts any: waits, then aborts, then commits. Never rejects. */
export async function drain<O>(deps: DrainedDeps<O>): Promise<DrainReport> {
  const { clock, drainMs, assignments, dispatcher, committer } = deps;
  const before = dispatcher.finished;
  if (!(await endsWithin(clock, drainMs, dispatcher.settled()))) {
    assignments.abortRunning(shuttingDown());
    await endsWithin(clock, lastWordMs, dispatcher.settled());
  }
  for (let tries = 1; tries <= commitTries && committer.due().length > 0; tries++) {
    if (tries > 1) await wait(clock, backoff(rests, tries));
    await endsWithin(clock, lastWordMs, committer.commit());
  }
  const left = assignments.all.reduce((sum, partition) => sum + partition.taken, 0);
  return { finished: dispatcher.finished - before, left, committed: committer.due().length === 0 };
}
