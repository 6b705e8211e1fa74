import type { Payload } from '@turnfleet/contract/envelope';
import type { Priority } from '@turnfleet/contract/schemas';
import type { Unacknowledged } from '@turnfleet/session';
import type { Session } from './session.ts';

/** A message of the session: it gets a number, and is sent again until it is acknowledged. */
export interface Message {
  readonly source: string;
  /** Its entry in the source's journal. */
  readonly id: string;
  /** It stands in for entries that are not held any more. */
  readonly alone: boolean;
  readonly priority: Priority;
  readonly payload: Payload;
  /** Aborted: nobody wants it any more. */
  readonly signal: AbortSignal;
}

interface OutboxDeps {
  readonly session: Session;
  readonly unacknowledged: Unacknowledged;
  readonly ended: AbortSignal;
  readonly now: () => number;
  /** The socket takes no more right now; it says so by `go`. */
  readonly isSocketFull: () => boolean;
  /** Sends; returns how many bytes that were. */
  readonly write: (sequence: number, message: Message) => number;
  readonly takenOver: () => void;
}

interface Waiting {
  readonly message: Message;
  readonly resolve: () => void;
}

const atOnce = 32;

/** Numbers messages and sends them, in the order of their priority, as far as the client takes them. */
export class Outbox {
  readonly #deps: OutboxDeps;
  #waiting: Waiting[] = [];
  #running = false;
  /** Since when something waits for the client, by `now`; null: nothing does. */
  stalledSince: number | null = null;

  constructor(deps: OutboxDeps) {
    this.#deps = deps;
  }

  /** Undefined: it is sent. Else resolves when it is, or nobody wants it any more. */
  offer(message: Message): Promise<void> | undefined {
    const { feed } = this.#deps.session;
    const { source, id, alone } = message;
    const isQuiet = !this.#running && this.#waiting.length === 0 && !feed.isUnsaved;
    if (isQuiet && !this.#isFull() && feed.continues(source, id, alone)) {
      return this.#write(feed.place(source, id, alone), message);
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push({ message, resolve });
    void this.#run();
    return promise;
  }

  /** The client has taken something. */
  go(): void {
    this.stalledSince = null;
    void this.#run();
  }

  /** Nobody waits any more. */
  end(): void {
    for (const { resolve } of this.#waiting.splice(0)) resolve();
  }

  #isFull(): boolean {
    return this.#deps.unacknowledged.isFull || this.#deps.isSocketFull();
  }

  async #run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    const { ended, session, now } = this.#deps;
    while (this.#waiting.length > 0 && !ended.aborted) {
      if (this.#isFull()) {
        this.stalledSince ??= now();
        break;
      }
      const taken = this.#take();
      const wanted = taken.filter(({ message }) => !message.signal.aborted);
      const placed = wanted.map(({ message }) => {
        return { sequence: session.feed.place(message.source, message.id, message.alone), message };
      });
      await this.#saveAndSend(placed);
      for (const { resolve } of taken) resolve();
    }
    this.#running = false;
    if (ended.aborted) this.end();
  }

  /** Of the most urgent ones those that came first. */
  #take(): Waiting[] {
    const most = Math.min(...this.#waiting.map(({ message }) => message.priority));
    const taken = this.#waiting.filter(({ message }) => message.priority === most).slice(0, atOnce);
    this.#waiting = this.#waiting.filter((waiting) => !taken.includes(waiting));
    return taken;
  }

  async #saveAndSend(placed: readonly { readonly sequence: number; readonly message: Message }[]): Promise<void> {
    const { session, ended, takenOver } = this.#deps;
    if (session.feed.isUnsaved && !(await session.persist(ended))) {
      if (!ended.aborted) takenOver();
      return;
    }
    if (ended.aborted) return;
    for (const { sequence, message } of placed) this.#write(sequence, message);
  }

  #write(sequence: number, message: Message): undefined {
    this.#deps.unacknowledged.sent(sequence, this.#deps.write(sequence, message));
  }
}
