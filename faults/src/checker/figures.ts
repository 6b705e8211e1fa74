import type { EventOf } from '../history/history-event.ts';
import type { Tell } from './verdict.ts';

interface Place {
  readonly line: number;
  readonly where: string;
  readonly conversationId: string;
  readonly turnId: string;
}

const amounts = /¥\d+/g;

/** Figures that models made up, and those that shoppers were told: none may be both. */
export class Figures {
  readonly #madeUp = new Map<string, number>();
  readonly #told = new Map<string, Place>();

  seeMadeUp({ figure }: EventOf<'made_up'>, line: number): void {
    this.#madeUp.set(figure, line);
  }

  /** A text that readers were shown, as a reply or on its way to one. */
  seeTold(text: string, place: Place): void {
    for (const [figure] of text.matchAll(amounts)) if (!this.#told.has(figure)) this.#told.set(figure, place);
  }

  judge(tell: Tell): void {
    for (const [figure, madeUp] of this.#madeUp) {
      const told = this.#told.get(figure);
      if (!told) continue;
      const { line, where, conversationId, turnId } = told;
      const sentence = `${where} turn ${turnId} of ${conversationId} states ${figure}, which its model made up: no tool returned it.`;
      tell({ code: 'ungrounded', sentence, lines: [madeUp, line], conversationId, turnId });
    }
  }
}
