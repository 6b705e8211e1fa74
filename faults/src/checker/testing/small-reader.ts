import type { Random } from '@turnfleet/core';
import type { HistoryEvent, ToldEvent } from '../../history/history-event.ts';
import type { SmallConversation } from './small-conversation.ts';

const isEnd = ({ type }: ToldEvent): boolean => type === 'reply.completed' || type === 'reply.failed';

/** A client as the ingress serves it: turns in progress, then live; `journal.gap` when the journal began anew. */
export class SmallReader {
  readonly #name: string;
  readonly #conversation: SmallConversation;
  readonly #turnId: string | null;
  readonly #say: (event: HistoryEvent) => void;
  readonly #now: () => number;
  #open = false;
  #over = false;
  #replay: ToldEvent[] = [];
  #generation = 0;
  #number = 0;
  #lastId: string | null = null;

  constructor(
    name: string,
    conversation: SmallConversation,
    turnId: string | null,
    now: () => number,
    say: (event: HistoryEvent) => void,
  ) {
    this.#name = name;
    this.#conversation = conversation;
    this.#turnId = turnId;
    this.#now = now;
    this.#say = say;
  }

  /** One thing that may happen to it. */
  step(random: Random): void {
    if (this.#over) return;
    if (!this.#open) return this.#connect(random() < 0.8);
    if (random() < 0.1) this.#close('cut');
    else this.hearNext();
  }

  /** False if there is nothing more to hear. */
  hearNext(): boolean {
    if (this.#over || !this.#open) return false;
    const { generation, journal } = this.#conversation;
    if (this.#replay.length === 0 && this.#generation !== generation) return this.#gap();
    const next = this.#replay.shift() ?? journal[this.#number];
    if (!next) return this.#endFromLedger();
    const number = Number(next.id.split('-')[1]);
    this.#number = Math.max(this.#number, number);
    if (this.#turnId !== null && next.turnId !== this.#turnId) return true;
    this.#lastId = next.id;
    this.#say({ at: this.#now(), event: 'heard', reader: this.#name, ...next });
    if (this.#turnId === null || !isEnd(next)) return true;
    this.#close('complete');
    this.#over = true;
    return false;
  }

  /** A turn whose end the journal does not hold any more is ended all the same. */
  #endFromLedger(): boolean {
    const { replies } = this.#conversation;
    const reply = replies.find(({ turnId }) => turnId === this.#turnId);
    if (!reply) return false;
    const id = this.#lastId ?? '0-1';
    const of = { reader: this.#name, id, type: 'reply.completed', turnId: reply.turnId } as const;
    this.#say({ at: this.#now(), event: 'heard', ...of, reply });
    this.#close('complete');
    this.#over = true;
    return false;
  }

  #connect(resumes: boolean): void {
    const after = resumes ? this.#lastId : null;
    const { conversationId } = this.#conversation;
    this.#open = true;
    const event = { event: 'opened', reader: this.#name, conversationId, turnId: this.#turnId, after } as const;
    this.#lastId = after;
    if (after === null) this.#begin();
    else {
      this.#replay = [];
      [this.#generation = 0, this.#number = 0] = after.split('-').map(Number);
    }
    this.#say({ at: this.#now(), ...event });
  }

  #gap(): boolean {
    this.#begin();
    const id = this.#replay[0]
      ? `${this.#generation}-${Number(this.#replay[0].id.split('-')[1]) - 1}`
      : `${this.#generation}-${this.#number}`;
    this.#lastId = id;
    this.#say({ at: this.#now(), event: 'gap', reader: this.#name, id });
    return true;
  }

  #begin(): void {
    const { journal, generation } = this.#conversation;
    this.#generation = generation;
    if (this.#turnId !== null) {
      this.#number = 0;
      return;
    }
    const ended = new Set(journal.filter(isEnd).map(({ turnId }) => turnId));
    this.#replay = journal.filter(({ turnId }) => !ended.has(turnId));
    this.#number = journal.length;
  }

  #close(how: 'cut' | 'complete'): void {
    this.#open = false;
    this.#say({ at: this.#now(), event: 'closed', reader: this.#name, how });
  }
}
