import type { SentenceEncoder } from '@turnfleet/intent';
import type { Example, TrainingSentence } from '@turnfleet/intent/training';

/** Sentences as the recogniser learns them. */
export async function examplesOf(
  sentences: readonly (Pick<TrainingSentence, 'intent' | 'text'> & { readonly group?: number })[],
  encoder: SentenceEncoder | null,
): Promise<readonly Example[]> {
  const vectors = (await encoder?.encode(sentences.map(({ text }) => text))) ?? [];
  return sentences.map(({ intent, text, group }, at) => ({
    intent,
    text,
    group: group ?? at,
    vector: vectors[at] ?? null,
  }));
}
