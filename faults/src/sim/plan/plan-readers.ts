import type { Random } from '../time/random.ts';
import type { PlannedReader, PlannedTurn } from './plan.ts';

/** About every second conversation is followed by somebody. */
export function planReaders(random: Random, turns: readonly PlannedTurn[], lastsMs: number): PlannedReader[] {
  const conversations = [...new Set(turns.map(({ conversationId }) => conversationId))];
  return conversations.flatMap((conversationId) => {
    const one = random.of(conversationId);
    const readers = one.pick([0, 0, 1, 1, 2]);
    return Array.from({ length: readers }, (_, i) => ({
      name: `r-${conversationId}-${i}`,
      at: one.between(0, lastsMs / 2),
      conversationId,
      visits: Array.from({ length: one.between(0, 3) }, () => ({
        stayMs: one.between(100, 15_000),
        awayMs: one.between(10, 10_000),
      })),
      slowMs: one.pick([0, 0, 0, 20, 200]),
    }));
  });
}
