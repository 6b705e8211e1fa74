import { type Random, TurnfleetError } from '@turnfleet/core';

/** What may stand for a name in braces. */
export type Slots = Readonly<Record<string, readonly string[]>>;

const choice = /\(([^()]*)\)/g;
const slot = /\{([^{}]*)\}/g;

/**
 * Sentences of a template: `(a|b|)` stands for one of its parts, `{name}` for a value of that slot. At most `most`, drawn
 * without repetition; fewer if the template cannot say more. Throws `invalid_request` for a slot that is not there.
 */
export function expandTemplate(template: string, slots: Slots, most: number, random: Random): readonly string[] {
  const sentences = new Set<string>();
  // Draws often enough to meet each of a few sentences; a template that has no more ends by itself.
  for (let draw = 0; draw < 8 * most && sentences.size < most; draw += 1)
    sentences.add(sentenceOf(template, slots, random));
  return [...sentences];
}

function sentenceOf(template: string, slots: Slots, random: Random): string {
  return template
    .replace(choice, (_, parts: string) => oneOf(parts.split('|'), random))
    .replace(slot, (_, name: string) => {
      const values = slots[name];
      if (!values) throw new TurnfleetError('invalid_request', `The template "${template}" names a slot "${name}".`);
      return oneOf(values, random);
    })
    .replace(/\s+/g, ' ')
    .trim();
}

function oneOf(values: readonly string[], random: Random): string {
  return values[Math.floor(random() * values.length)] ?? '';
}
