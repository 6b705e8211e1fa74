import type { Random } from '@turnfleet/core';
import { expandTemplate, type Slots } from './expand-template.ts';

/** What a training file says of an intent, by language. */
export interface IntentTemplates {
  readonly intent: string;
  readonly templates: Readonly<Record<string, readonly string[]>>;
}

export interface TrainingSentence {
  readonly intent: string;
  readonly language: string;
  readonly text: string;
  /** Number of its template. */
  readonly group: number;
}

/** Sentences drawn of one template, at most: more of one pattern teach nothing new. */
const perTemplate = 6;

/** All sentences that the templates make, each once for its intent. */
export function trainingSentences(
  intents: readonly IntentTemplates[],
  slots: Readonly<Record<string, Slots>>,
  random: Random,
): readonly TrainingSentence[] {
  let group = 0;
  const sentences = new Map<string, TrainingSentence>();
  for (const { intent, templates } of intents)
    for (const [language, lines] of Object.entries(templates))
      for (const template of lines) {
        group += 1;
        for (const text of expandTemplate(template, slots[language] ?? {}, perTemplate, random))
          sentences.set(`${intent} ${text}`, { intent, language, text, group });
      }
  return [...sentences.values()];
}
