import type { Random } from '@turnfleet/core';
import { gramBuckets } from '../features/grams.ts';
import { type Features, featuresOf, weightingOf } from '../features/weighting.ts';
import { marginsOf, type Planes, trainOneVsRest } from '../svm/train-one-vs-rest.ts';
import { fitSharpness, type Judged } from './confidences.ts';
import type { TrainedRecogniser } from './recogniser.ts';

export interface Example {
  readonly intent: string;
  readonly text: string;
  /** Null without an encoder; all examples have one or none has. */
  readonly vector: Float32Array | null;
  /** Examples of one group are never on both sides of a split: what one template made. */
  readonly group: number;
}

const options = { cost: 1, epochs: 60, tolerance: 0.05, buckets: gramBuckets };
/**
 * Planes over all examples, and the sharpness of confidences as examples show that were left out in turn, one of `folds`
 * parts after another. Without folds confidences keep their order and mean nothing else.
 */
export function trainRecogniser(examples: readonly Example[], random: Random, folds = 5): TrainedRecogniser {
  const weighting = weightingOf(examples.map(({ text }) => text));
  const features = examples.map(({ text, vector }) => featuresOf(text, weighting, vector));
  const labels = examples.map(({ intent }) => intent);
  const judged = Array.from({ length: folds }, (_, fold) =>
    judgeFold(examples, features, labels, fold, folds, random),
  ).flat();
  return {
    weighting,
    planes: trainOneVsRest(features, labels, options, random),
    sharpness: folds === 0 ? 1 : fitSharpness(judged),
  };
}

function judgeFold(
  examples: readonly Example[],
  features: readonly Features[],
  labels: readonly string[],
  fold: number,
  folds: number,
  random: Random,
): Judged[] {
  const isLeftOut = (index: number): boolean => (examples[index]?.group ?? 0) % folds === fold;
  const inside = features.map((_, index) => index).filter((index) => !isLeftOut(index));
  const pick = <T>(list: readonly T[]): T[] => inside.map((index) => list[index] as T);
  const planes: Planes = trainOneVsRest(pick(features), pick(labels), options, random);
  return features.flatMap((feature, index) => {
    const label = planes.labels.indexOf(labels[index] ?? '');
    return isLeftOut(index) && label >= 0 ? [{ margins: marginsOf(planes, feature), label }] : [];
  });
}
