import type { Priority, Turn } from '@turnfleet/contract/schemas';
import type { Payer } from '@turnfleet/model';
import type { Said } from './confirmation/counts-as-yes.ts';
import type { FreshTurn } from './stream-to-journal.ts';

/** A turn that has no reply yet and is to get one now. */
export interface AnswerableTurn extends FreshTurn<Turn>, Said {
  readonly turn: Turn;
  readonly locale: string;
  readonly priority: Priority;
  readonly deadlineAt: number;
}

/** Who pays for what is done for it. */
export const payerOf = ({ tenant, turn }: AnswerableTurn): Payer => ({ tenant, userId: turn.user?.id ?? null });
