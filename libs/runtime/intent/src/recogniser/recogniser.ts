import { featuresOf, type Weighting } from '../features/weighting.ts';
import { marginsOf, type Planes } from '../svm/train-one-vs-rest.ts';
import { confidencesOf } from './confidences.ts';

export interface TrainedRecogniser {
  readonly weighting: Weighting;
  readonly planes: Planes;
  readonly sharpness: number;
}

export interface Recognised {
  readonly intent: string;
  /** 0 to 1: of a hundred messages with 0.9, about ninety are told right. */
  readonly confidence: number;
}

/** Every intent with its confidence, most likely first. */
export function recognise(
  { weighting, planes, sharpness }: TrainedRecogniser,
  text: string,
  vector: Float32Array | null,
): readonly Recognised[] {
  const features = featuresOf(text, weighting, vector);
  const confidences = confidencesOf(marginsOf(planes, features), sharpness);
  return planes.labels
    .map((intent, at) => ({ intent, confidence: confidences[at] ?? 0 }))
    .sort((a, b) => b.confidence - a.confidence);
}
