import type { EventOf } from '../history/history-event.ts';
import type { Calm } from './calm.ts';
import { showReply } from './observe-told.ts';
import { type Seen, turnOf } from './seen.ts';
import type { Tell } from './verdict.ts';

/** From the log to the client that waits, and back over a time that was up. */
const graceMs = 1_000;

/** Clients that asked to be kept for the reply, and what they were given. */
export class Waits {
  readonly #seen: Seen;
  readonly #all: { readonly event: EventOf<'waited'>; readonly line: number }[] = [];

  constructor(seen: Seen) {
    this.#seen = seen;
  }

  see(event: EventOf<'waited'>, line: number, tell: Tell): void {
    const { conversationId, reply } = event;
    this.#all.push({ event, line });
    if (reply) showReply(this.#seen.conversation(conversationId), event, line, 'a client that waited was given', tell);
  }

  judge(calm: Calm, tell: Tell): void {
    for (const { event, line } of this.#all) this.#judgeTime(event, line, calm, tell);
  }

  /** In a calm it is given the reply as soon as that is there, and sent away when its time is up. */
  #judgeTime(event: EventOf<'waited'>, line: number, calm: Calm, tell: Tell): void {
    const { conversationId, turnId, at, sentAt, seconds } = event;
    const { reply } = turnOf(this.#seen.conversation(conversationId), turnId);
    if (!calm.covers(sentAt, at)) return;
    const timeUp = sentAt + seconds * 1_000;
    const due = Math.min(timeUp, Math.max(sentAt, reply?.at ?? Number.POSITIVE_INFINITY));
    if (at <= due + graceMs) return;
    const given = event.reply ? 'the reply' : 'no reply';
    const sentence = `A client that waited ${seconds} s for the reply to turn ${turnId} of ${conversationId} was given ${given} after ${at - sentAt} ms, although ${due === timeUp ? 'its time was up' : 'the reply was there'} after ${due - sentAt} ms and nothing was broken.`;
    tell({ code: 'late', sentence, lines: reply ? [line, reply.line] : [line], conversationId, turnId });
  }
}
