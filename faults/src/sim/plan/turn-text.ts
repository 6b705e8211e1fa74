import type { PlannedTurn } from './plan.ts';

/** Names a turn across conversations. */
export function turnKey({ conversationId, turnId }: Pick<PlannedTurn, 'conversationId' | 'turnId'>): string {
  return `${conversationId}/${turnId}`;
}

const yesText = 'Yes, please.';

/** What the shopper says: by it the model knows which turn it is asked about. */
export const textOf = (turn: PlannedTurn): string =>
  turn.saysYes
    ? yesText
    : turn.wantsPerson
      ? `A person, please. [${turnKey(turn)}]`
      : turn.byFlow
        ? `Please reserve two. [${turnKey(turn)}] as ${turn.byFlow}`
        : `Is it in stock? [${turnKey(turn)}]`;

/** The last turn that a text names. */
export function keyIn(text: string): string | null {
  return [...text.matchAll(/\[([^\]]+)\]/g)].at(-1)?.[1] ?? null;
}

/** The turn of a key, null if it names none. */
export function turnOf(key: string): { readonly conversationId: string; readonly turnId: string } | null {
  const [conversationId = '', turnId = ''] = key.split('/');
  return turnId === '' ? null : { conversationId, turnId };
}
