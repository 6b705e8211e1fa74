import type { EventOf } from '../history/history-event.ts';
import { type ConversationSeen, knownSince, type TurnSeen } from './seen.ts';
import type { Tell } from './verdict.ts';

type Death = EventOf<'died'> & { readonly line: number };

/** Workers that ended uncleanly, and what that may be held against. */
export class Deaths {
  readonly #deaths: Death[] = [];

  see(event: EventOf<'died'>, line: number): void {
    this.#deaths.push({ ...event, line });
  }

  /** One that ends by itself although it had no reason to. */
  judgeEnds(tell: Tell): void {
    for (const { worker, by, line } of this.#deaths) {
      if (by !== 'itself') continue;
      const sentence = `Worker ${worker} ended by itself, although a new one could do no more than it: whatever it waited for would have come back.`;
      tell({ code: 'needless_end', sentence, lines: [line] });
    }
  }

  /**
   * A turn is given up only if so many workers have ended, the last of them perhaps by work on it: its last attempt stands
   * beside no other suspect, so what it may be mistaken for is a kill, or a turn that was not suspected yet.
   */
  judgeConviction(
    { conversationId }: ConversationSeen,
    turn: TurnSeen,
    attempts: number | undefined,
    tell: Tell,
  ): void {
    const { turnId, reply } = turn;
    if (reply?.failure !== 'poison' || attempts === undefined) return;
    const from = knownSince(turn);
    const ends = this.#deaths.filter(({ at }) => at >= from && at <= reply.at).sort((a, b) => a.at - b.at);
    const own = ends.some((end) => end.turnId === turnId && end.conversationId === conversationId);
    if (own || ends.slice(attempts - 1).some((end) => !this.#isSuspects(end, attempts))) return;
    const why =
      ends.length < attempts
        ? `only ${ends.length} workers have ended uncleanly since it was submitted`
        : 'it was another suspect that ended the last worker';
    const sentence = `Turn ${turnId} of ${conversationId} was given up as poison, but ${why}.`;
    const lines = [reply.line, ...ends.map(({ line }) => line)];
    tell({ code: 'poison_innocent', sentence, lines, conversationId, turnId });
  }

  /** Whether a turn ended this worker that had ended so many before that it was one mark short of the verdict. */
  #isSuspects({ by, at, turnId, conversationId }: Death, attempts: number): boolean {
    const isIts = (one: Death): boolean => one.turnId === turnId && one.conversationId === conversationId;
    return by === 'turn' && this.#deaths.filter((one) => one.at < at && isIts(one)).length >= attempts - 1;
  }
}
