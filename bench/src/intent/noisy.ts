import type { Random } from '@turnfleet/core';
import { augmentations } from '@turnfleet/intent/training';
import type { LabelledSentence } from '@turnfleet/intents';

/** The same sentences as somebody types them in a hurry: one letter, sound or word of each is wrong. */
export function noisy(sentences: readonly LabelledSentence[], random: Random): readonly LabelledSentence[] {
  const { typo, homophone, deletion } = augmentations;
  return sentences.map(({ intent, text }, at) => {
    const ways = [typo, homophone, deletion];
    const changed = ways[at % ways.length]?.(text, random) ?? typo(text, random);
    return { intent, text: changed ?? text };
  });
}
