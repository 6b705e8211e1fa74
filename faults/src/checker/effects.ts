import type { EventOf } from '../history/history-event.ts';
import type { SeenEffect } from './judge-effects.ts';
import type { Tell } from './verdict.ts';

/** What domain services did, as their databases show it. */
interface EffectsSeen {
  see(effect: EventOf<'effect'>, line: number, tell: Tell): void;
  readonly all: readonly SeenEffect[];
}

/** A tool with side effects runs at most once per intent, and its service at most once per key. */
export function effectsSeen(): EffectsSeen {
  /** Line of the first effect by tool and key, and by tool and intent. */
  const first = new Map<string, number>();
  const all: SeenEffect[] = [];
  return {
    all,
    see(effect, line, tell) {
      const { tool, key, intent, conversationId, turnId } = effect;
      all.push({ ...effect, line });
      const names = [
        ...(key === null ? [] : [[`idempotency key ${key}`, JSON.stringify([tool, 'key', key])] as const]),
        ...(intent === null ? [] : [[`intent ${intent}`, JSON.stringify([tool, 'intent', intent])] as const]),
      ];
      const known = names.find(([, name]) => first.has(name));
      for (const [, name] of names) if (!first.has(name)) first.set(name, line);
      if (!known) return;
      const [what, name] = known;
      const sentence = `${tool} took effect twice for one ${what}: what was wanted once was done again.`;
      const of = { ...(conversationId && { conversationId }), ...(turnId && { turnId }) };
      tell({ code: 'effect_twice', sentence, lines: [first.get(name) ?? line, line], ...of });
    },
  };
}
