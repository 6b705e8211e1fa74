import type { EventOf } from '../history/history-event.ts';
import { judgeReader } from './judge-reader.ts';
import { placeOf } from './known-journal.ts';
import { observeTold, showReply } from './observe-told.ts';
import { closeReader, openReader, type ReaderSeen, tellGap, theJournal } from './reader-seen.ts';
import type { Seen } from './seen.ts';
import type { Tell } from './verdict.ts';

/** Everybody who listened, and what is left of the journals. Invariant: one `ReaderSeen` per name, whatever it read. */
export class Streams {
  readonly #seen: Seen;
  readonly #tell: Tell;
  readonly #readers = new Map<string, ReaderSeen>();
  /** Who reads no more, and journals. */
  readonly #done: ReaderSeen[] = [];
  gaps = 0;

  constructor(seen: Seen, tell: Tell) {
    this.#seen = seen;
    this.#tell = tell;
  }

  get readers(): number {
    return this.#readers.size;
  }

  see(event: EventOf<'opened' | 'heard' | 'gap' | 'closed'>, line: number): void {
    if (event.event === 'opened') return this.#open(event, line);
    const reader = this.#readers.get(event.reader);
    if (!reader) throw new TypeError(`Reader ${event.reader} was never opened: readHistory refuses such a history.`);
    if (event.event === 'heard') return observeTold(reader, event, line, this.#tell);
    if (event.event === 'closed') return closeReader(reader, event, line, this.#tell);
    this.gaps++;
    tellGap(reader, event, line);
    const { turnId, reply } = event;
    if (!turnId || !reply) return;
    showReply(reader.conversation, { turnId, reply }, line, `a journal.gap told reader ${event.reader}`, this.#tell);
  }

  /** The one that this reader listens to. */
  conversationOf(reader: string): { readonly conversationId: string } {
    return this.#readers.get(reader)?.conversation ?? { conversationId: '' };
  }

  /** A journal is read like a stream that was followed from its oldest entry and told every end. */
  seeJournal({ conversationId, entries }: EventOf<'journal'>, line: number): void {
    const first = entries[0];
    if (!first) return;
    const { generation, number } = placeOf(first.id);
    const opened = {
      event: 'opened',
      reader: theJournal,
      conversationId,
      after: `${generation}-${number - 1}`,
    } as const;
    const never = Number.POSITIVE_INFINITY;
    const reader = openReader(undefined, this.#seen.conversation(conversationId), { ...opened, at: never }, line);
    for (const entry of entries) observeTold(reader, entry, line, this.#tell);
    this.#done.push(reader);
  }

  /** To be called after the last line. */
  judge(): void {
    for (const reader of [...this.#readers.values(), ...this.#done]) judgeReader(reader, this.#tell);
  }

  #open(event: EventOf<'opened'>, line: number): void {
    const before = this.#readers.get(event.reader);
    const reader = openReader(before, this.#seen.conversation(event.conversationId), event, line);
    if (before && before !== reader) this.#done.push(before);
    this.#readers.set(event.reader, reader);
  }
}
