import type { Random } from '@turnfleet/core';
import type { SentenceEncoder } from '@turnfleet/intent';
import { augmentations, type Example } from '@turnfleet/intent/training';
import { examplesOf } from '@turnfleet/intents';

const perExample = 2;

/** The examples, and as often as it goes two more of each by one kind of augmentation. */
export async function rewordings(
  base: readonly Example[],
  encoder: SentenceEncoder,
  random: Random,
): Promise<readonly { readonly kind: string; readonly examples: readonly Example[] }[]> {
  const results = [];
  for (const [kind, augment] of Object.entries(augmentations)) {
    const added = base.flatMap(({ intent, text, group }) =>
      Array.from({ length: perExample }, () => augment(text, random)).flatMap((changed) =>
        changed === null ? [] : [{ intent, text: changed, group }],
      ),
    );
    results.push({ kind, examples: [...base, ...(await examplesOf(added, encoder))] });
  }
  return results;
}
