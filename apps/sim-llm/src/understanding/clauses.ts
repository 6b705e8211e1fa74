import { type Entities, entitiesIn } from './entities.ts';
import { type IntentName, intentsIn } from './intents.ts';
import { normalize } from './normalize.ts';

/** One question inside a message. */
export interface Clause {
  readonly text: string;
  readonly entities: Entities;
  readonly intents: readonly IntentName[];
}

const ends = /[,。?!;\n]+|\.(?=\s|$)/;
const joints = /\band\b|\balso\b|\bthen\b|以及|还有(?!吗|没|多少|几|货)|和|同时|另外|并且|然后|顺便/i;

/** The questions of a message: parted at punctuation, and at an "and" that joins two questions rather than two things. */
export function clausesOf(message: string): Clause[] {
  return normalize(message)
    .split(ends)
    .flatMap((part) => {
      const parts = part.split(joints).map(clause);
      return parts.length > 1 && parts.every(({ intents }) => intents.length > 0) ? parts : [clause(part)];
    })
    .filter(({ text }) => text !== '');
}

function clause(text: string): Clause {
  const entities = entitiesIn(text);
  return { text: text.trim(), entities, intents: intentsIn(text, entities) };
}
