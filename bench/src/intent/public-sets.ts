import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { seededRandom } from '@turnfleet/core/testing';
import { recognise, type SentenceEncoder, type TrainedRecogniser } from '@turnfleet/intent';
import { type Example, trainRecogniser } from '@turnfleet/intent/training';
import { accuracyOf, examplesOf, readLabelled } from '@turnfleet/intents';

export interface PublicResult {
  readonly set: string;
  /** Share that is right, with the encoder; null where the file is missing. */
  readonly right: number | null;
  /** The same by words alone. */
  readonly wordsAlone: number | null;
}

const seed = 1;
/** Folds: what is measured here is which intent comes first. */
const uncalibrated = 0;

/** Public sets of a folder: `intents/NAME-train.tsv.gz`, `-test`, a label, a tab and a sentence a line. */
export async function measurePublicSets(
  folder: string,
  encoder: SentenceEncoder,
  log: (line: string) => void,
): Promise<readonly PublicResult[]> {
  const results: PublicResult[] = [];
  for (const name of ['banking77', 'clinc150', 'crosswoz'] as const) {
    const [train, test] = ['train', 'test'].map((part) => pathOf(folder, `${name}-${part}`));
    if (!train || !test) {
      results.push({ set: name, right: null, wordsAlone: null });
      continue;
    }
    log(`${name}: encoding and training …`);
    const [examples, asked] = [await read(train, encoder), await read(test, encoder)];
    const recogniser = trainRecogniser(examples, seededRandom(seed), uncalibrated);
    const plain = trainRecogniser(examples.map(withoutVector), seededRandom(seed), uncalibrated);
    results.push({
      set: name,
      right: accuracyOf(recogniser, asked).right,
      wordsAlone: accuracyOf(plain, asked.map(withoutVector)).right,
    });
    if (name === 'clinc150') results.push(await outOfScope(folder, encoder, recogniser, asked));
    if (name === 'banking77') results.push(tenEach(examples, asked));
  }
  return results;
}

/** How much of what no intent covers is below the confidence that refuses 5 % of what one does. */
async function outOfScope(
  folder: string,
  encoder: SentenceEncoder,
  recogniser: TrainedRecogniser,
  inside: readonly Example[],
): Promise<PublicResult> {
  const path = pathOf(folder, 'clinc150-oos-test');
  const set = 'clinc150, out of scope caught at 5 % refused';
  if (!path) return { set, right: null, wordsAlone: null };
  const confidence = ({ text, vector }: Example): number => recognise(recogniser, text, vector)[0]?.confidence ?? 0;
  const limit = inside.map(confidence).sort((a, b) => a - b)[Math.floor(inside.length * 0.05)] ?? 0;
  const outside = await read(path, encoder);
  return {
    set,
    right: outside.filter((one) => confidence(one) < limit).length / outside.length,
    wordsAlone: null,
  };
}

/** The first ten sentences of each label. */
function tenEach(examples: readonly Example[], asked: readonly Example[]): PublicResult {
  const seen = new Map<string, number>();
  const few = examples.filter(({ intent }) => {
    const count = (seen.get(intent) ?? 0) + 1;
    seen.set(intent, count);
    return count <= 10;
  });
  return {
    set: 'banking77, 10 examples an intent',
    right: accuracyOf(trainRecogniser(few, seededRandom(seed), uncalibrated), asked).right,
    wordsAlone: accuracyOf(
      trainRecogniser(few.map(withoutVector), seededRandom(seed), uncalibrated),
      asked.map(withoutVector),
    ).right,
  };
}

function pathOf(folder: string, name: string): string | null {
  const path = join(folder, 'intents', `${name}.tsv.gz`);
  return existsSync(path) ? path : null;
}

const read = (path: string, encoder: SentenceEncoder): Promise<readonly Example[]> =>
  examplesOf(readLabelled(gunzipSync(readFileSync(path)).toString()), encoder);

export const withoutVector = (example: Example): Example => ({ ...example, vector: null });
