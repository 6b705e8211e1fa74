export { type Accuracy, accuracyOf } from './accuracy.ts';
export { examplesOf } from './examples.ts';
export { type LabelledSentence, readLabelled, readTrainingFiles } from './training-files.ts';
