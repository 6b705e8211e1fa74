/** A turn by the name that its text carries: conversation x number. */
type TurnName = string;

/** The number of its conversation. */
export const conversationOf = (turn: TurnName): number => Number(turn.split('x')[0]);

interface Replied {
  /** Offset order of its partition is the order of these. */
  readonly partition: number;
  /** The record's timestamp, Unix milliseconds. */
  readonly at: number;
}

/** Which turns were accepted, and which of them have a reply, as seen while the run goes on. */
export class Accounts {
  readonly #submitted = new Set<TurnName>();
  readonly #replies = new Map<TurnName, Replied>();
  #open = 0;
  #duplicates = 0;
  #lastReplyAt = Date.now();

  submitted(turn: TurnName): void {
    if (this.#submitted.has(turn)) return;
    this.#submitted.add(turn);
    if (!this.#replies.has(turn)) this.#open++;
  }

  replied(turn: TurnName, partition: number, at: number): void {
    if (this.#replies.has(turn)) {
      this.#duplicates++;
      return;
    }
    this.#replies.set(turn, { partition, at });
    if (this.#submitted.has(turn)) this.#open--;
    this.#lastReplyAt = Date.now();
  }

  get accepted(): number {
    return this.#submitted.size;
  }

  get answered(): number {
    return this.#replies.size;
  }

  /** Records in `chat.replies` beyond the first of each turn. */
  get duplicates(): number {
    return this.#duplicates;
  }

  get sinceReplyMs(): number {
    return Date.now() - this.#lastReplyAt;
  }

  replyOf(turn: TurnName): Replied | undefined {
    return this.#replies.get(turn);
  }

  /** Accepted and not answered. */
  open(): TurnName[] {
    return [...this.#submitted].filter((turn) => !this.#replies.has(turn));
  }

  get openCount(): number {
    return this.#open;
  }

  replies(): IterableIterator<[TurnName, Replied]> {
    return this.#replies.entries();
  }
}
