import type { Random } from '../time/random.ts';
import type { Plan } from './plan.ts';

const hastyMs = 60;

/** Who follows conversations does so over one session of a WebSocket, several at a time, and is cut off more often. */
export function planWs(random: Random, plan: Plan): Plan {
  const conversations = [...new Set(plan.turns.map(({ conversationId }) => conversationId))];
  return {
    ...plan,
    overWs: true,
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
