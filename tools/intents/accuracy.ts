import { recognise, type TrainedRecogniser } from '@turnfleet/intent';
import type { Example } from '@turnfleet/intent/training';

export interface Accuracy {
  readonly sentences: number;
  /** Share of sentences whose first intent is theirs. */
  readonly right: number;
  /** The same of those in Chinese and of those in other scripts. */
  readonly zh: number;
  readonly en: number;
  /** Mean distance of confidence and truth over ten classes of confidence: expected calibration error. */
  readonly calibrationError: number;
  readonly mistakes: readonly string[];
}

const classes = 10;

/** How often a recogniser is right about sentences that it was not trained on. */
export function accuracyOf(recogniser: TrainedRecogniser, examples: readonly Example[]): Accuracy {
  const told = examples.map(({ intent, text, vector }) => {
    const [first] = recognise(recogniser, text, vector);
    return { intent, text, first: first ?? { intent: '', confidence: 0 }, chinese: /\p{Script=Han}/u.test(text) };
  });
  const share = (of: typeof told): number =>
    of.filter(({ intent, first }) => intent === first.intent).length / Math.max(of.length, 1);
  const gaps = Array.from({ length: classes }, (_, at) => {
    const inside = told.filter(({ first }) => Math.min(Math.floor(first.confidence * classes), classes - 1) === at);
    const mean = inside.reduce((sum, { first }) => sum + first.confidence, 0) / Math.max(inside.length, 1);
    return inside.length * Math.abs(mean - share(inside));
  });
  return {
    sentences: told.length,
    right: share(told),
    zh: share(told.filter(({ chinese }) => chinese)),
    en: share(told.filter(({ chinese }) => !chinese)),
    calibrationError: gaps.reduce((sum, gap) => sum + gap, 0) / Math.max(told.length, 1),
    mistakes: told
      .filter(({ intent, first }) => intent !== first.intent)
      .map(({ intent, text, first }) => `${intent} → ${first.intent} (${first.confidence.toFixed(2)}): ${text}`),
  };
}
