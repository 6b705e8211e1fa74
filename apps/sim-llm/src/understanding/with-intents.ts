import type { Background } from './background.ts';
import { choosesListed } from './choosing.ts';
import type { Clause } from './clauses.ts';
import type { Entities } from './entities.ts';
import { type IntentName, impliedIntents } from './intents.ts';
import { productNamed } from './product-words.ts';

const goesOn = /呢|^那|换成|^(?:and|or)\b|\b(?:what|how) about\b|\bwith\b/i;

/** Gives clauses that only name something the intent of the question they go on with. */
export function withIntents(
  clauses: readonly Clause[],
  whole: Entities,
  background: Background,
  message: string,
): Clause[] {
  if (clauses.every(({ intents }) => intents.length === 0)) return [wholeClause(whole, background, message)];
  let latest: readonly IntentName[] = background.intents;
  return clauses.map((clause) => {
    const names = clause.entities.skus.length + clause.entities.cities.length > 0;
    const intents = clause.intents.length === 0 && names && goesOn.test(clause.text) ? latest : clause.intents;
    latest = intents.length > 0 ? intents : latest;
    return { ...clause, intents };
  });
}

/** A message no clause of which says what it wants: it goes on with the last question, or names a thing and no more. */
function wholeClause(entities: Entities, background: Background, text: string): Clause {
  const chosen = choosesListed(text);
  const names = entities.skus.length + entities.cities.length > 0 || chosen;
  const goingOn = names ? background.intents.filter((intent) => intent !== 'search' && intent !== 'track') : [];
  return { text, entities, intents: goingOn.length > 0 ? goingOn : firstIntents(entities, background, text, chosen) };
}

/** What a message wants that says no more than a name, with nothing before it to go on with. */
function firstIntents(entities: Entities, background: Background, text: string, chosen: boolean): IntentName[] {
  const implied = impliedIntents(entities, background.skus.length > 0);
  if (implied.length > 0) return implied;
  if (chosen && background.listed.length > 0) return ['details'];
  return productNamed(text) !== '' || entities.ceiling !== null ? ['search'] : [];
}
