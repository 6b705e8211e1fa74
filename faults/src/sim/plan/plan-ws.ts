import type { Random } from '../time/random.ts';
import type { Plan, PlannedFault } from './plan.ts';

const hastyMs = 60;

/**
 * Who follows conversations does so over one session of a WebSocket, several at a time, and is cut off more often.
 * `lossesWithinMs`: while sessions may be lost; null: none are.
 */
export function planWs(random: Random, plan: Plan, lossesWithinMs: number | null): Plan {
  const conversations = [...new Set(plan.turns.map(({ conversationId }) => conversationId))];
  return {
    ...plan,
    overWs: true,
    faults: [...plan.faults, ...losses(random.of('losses'), lossesWithinMs)].sort((a, b) => a.at - b.at),
    readers: plan.readers.map((reader) => {
      if (reader.turnId !== undefined) return reader;
      const one = random.of(reader.name);
      const others = conversations.filter((conversation) => conversation !== reader.conversationId);
      const also = new Set(Array.from({ length: Math.min(2, others.length) }, () => one.pick(others)));
      const cuts = Array.from({ length: one.between(0, 6) }, () => ({
        stayMs: one.chance(0.3) ? one.between(1, hastyMs) : one.between(hastyMs, 3_000),
        awayMs: one.between(1, 500),
      }));
      return { ...reader, also: [...also], visits: [...reader.visits, ...cuts] };
    }),
  };
}

function losses(random: Random, withinMs: number | null): PlannedFault[] {
  if (withinMs === null) return [];
  return Array.from({ length: random.between(1, 5) }, () => ({
    kind: 'sessions_lost' as const,
    at: random.between(500, withinMs),
    forMs: random.pick([20, 500, 5_000]),
    all: random.chance(0.4),
  }));
}
