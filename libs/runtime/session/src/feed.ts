import { TurnfleetError } from '@turnfleet/core';
import { entryAfter, entryBefore } from './entry-id.ts';
import type { MessageRun, Position, SessionState } from './session-state.ts';

/**
 * Numbers the messages of a session. Invariant: for every sequence above `acknowledged` that was given, the runs say which
 * entry of which source it is. A run that goes on needs no word; one that begins has to be saved before its first message is
 * sent, as `isUnsaved` says: then whoever takes the session over knows what each number was.
 */
export class Feed {
  #acknowledged: number;
  #next: number;
  #positions: Map<string, Position>;
  #runs: MessageRun[];
  #unsaved = false;

  private constructor(state: SessionState, next: number) {
    this.#acknowledged = state.acknowledged;
    this.#positions = new Map(Object.entries(state.positions));
    this.#runs = [...state.runs];
    this.#next = next;
  }

  /** One whose client has everything up to `last`. `conflict` for a number that cannot be its last, with what can. */
  static resume(state: SessionState, last: number): Feed {
    const { acknowledged } = state;
    if (last < acknowledged) throw notItsLast(acknowledged, `everything up to ${acknowledged} was acknowledged before`);
    if (last > acknowledged && state.runs.length === 0) throw notItsLast(acknowledged, 'nothing was sent after it');
    const open = state.runs.at(-1);
    if (open?.alone && last > open.from) throw notItsLast(open.from, 'nothing was sent after it');
    const feed = new Feed(state, last + 1);
    const known = feed.#runs.filter(({ from }) => from <= last);
    // What the client never had is sent again, and numbered anew.
    feed.#unsaved = known.length < feed.#runs.length;
    feed.#runs = known;
    for (const [source, { after, since }] of feed.#positions) {
      feed.#positions.set(source, { after, since: Math.min(since, last + 1) });
    }
    feed.acknowledge(last);
    return feed;
  }

  get state(): SessionState {
    const positions = Object.fromEntries(this.#positions);
    return { acknowledged: this.#acknowledged, positions, runs: [...this.#runs] };
  }

  /** Something has begun since `saved` that nobody else knows of. */
  get isUnsaved(): boolean {
    return this.#unsaved;
  }

  /** What has begun so far is known to others; or, after all, it is not. */
  saved(isSaved = true): void {
    this.#unsaved = !isSaved;
  }

  get next(): number {
    return this.#next;
  }

  /** Conversations and, if it has been opened, the source of notices. */
  get sources(): readonly string[] {
    return [...this.#positions.keys()];
  }

  /** The last entry of a source that the client has or was sent; null if that is nobody's to know. */
  position(source: string): string | null {
    return this.#positionAt(source, this.#next - 1);
  }

  has(source: string): boolean {
    return this.#positions.has(source);
  }

  /** From now on the source's entries after `after` are told. */
  open(source: string, after: string | null): void {
    this.#positions.set(source, { after, since: this.#next });
    this.#unsaved = true;
  }

  close(source: string): void {
    if (this.#positions.delete(source)) this.#unsaved = true;
  }

  /** Whether an entry goes on with the open run. */
  continues(source: string, id: string, alone = false): boolean {
    const open = this.#runs.at(-1);
    if (!open || open.alone || alone || open.source !== source) return false;
    return entryAfter(open.after, this.#next - open.from + 1) === id;
  }

  /** The sequence of an entry that is to be sent; `alone` for what only stands in for entries. */
  place(source: string, id: string, alone = false): number {
    if (!this.continues(source, id, alone)) {
      const after = alone ? id : (entryBefore(id) ?? id);
      this.#runs.push({ from: this.#next, source, after, ...(alone ? { alone } : {}) });
      this.#unsaved = true;
    }
    return this.#next++;
  }

  /** The client has everything up to `sequence`. `conflict` if that cannot be; nothing happens if it was said before. */
  acknowledge(sequence: number): void {
    if (sequence >= this.#next) throw notItsLast(this.#next - 1, 'nothing was sent after it');
    if (sequence <= this.#acknowledged) return;
    const positions = new Map<string, Position>();
    for (const [source, { since }] of this.#positions) {
      positions.set(source, { after: this.#positionAt(source, sequence), since });
    }
    this.#positions = positions;
    this.#runs = this.#runs.flatMap((run, i) => {
      const end = (this.#runs[i + 1]?.from ?? Number.POSITIVE_INFINITY) - 1;
      if (end <= sequence || (run.alone && run.from <= sequence)) return [];
      if (run.from > sequence) return [run];
      return [{ ...run, from: sequence + 1, after: entryAfter(run.after, sequence + 1 - run.from) }];
    });
    this.#acknowledged = sequence;
  }

  #positionAt(source: string, sequence: number): string | null {
    const { after = null, since = 0 } = this.#positions.get(source) ?? {};
    const i = this.#runs.findLastIndex((run) => run.source === source && run.from >= since && run.from <= sequence);
    const run = this.#runs[i];
    if (!run) return after;
    if (run.alone) return run.after;
    const end = Math.min(sequence, (this.#runs[i + 1]?.from ?? Number.POSITIVE_INFINITY) - 1);
    return entryAfter(run.after, end - run.from + 1);
  }
}

/** Of which source a sequence is; null if of none that is still subscribed to. */
export function sourceAt({ runs, positions }: SessionState, sequence: number): string | null {
  const run = runs.findLast(({ from }) => from <= sequence);
  return run && Object.hasOwn(positions, run.source) ? run.source : null;
}

/** Whether a sequence is this entry of this source; also where nobody can tell any more. */
export function isEntryAt({ runs }: SessionState, sequence: number, source: string, id: string): boolean {
  const run = runs.findLast(({ from }) => from <= sequence);
  if (!run) return true;
  return run.source === source && id === (run.alone ? run.after : entryAfter(run.after, sequence - run.from + 1));
}

/** A number that cannot be. `expected`: the one that can. */
export class WrongSequence extends TurnfleetError {
  readonly expected: number;

  constructor(expected: number, message: string, suggestion: string) {
    super('conflict', message, { suggestion });
    this.expected = expected;
  }
}

/** `expected`: the largest number that the client could have. */
export function notItsLast(expected: number, why: string): WrongSequence {
  return new WrongSequence(
    expected,
    `The last sequence of the session that you can have is ${expected}: ${why}.`,
    'Name that one, or begin anew by a hello without a session, and subscribe after the last event id that you have.',
  );
}
