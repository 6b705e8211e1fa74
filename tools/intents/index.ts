export { type Accuracy, accuracyOf } from './accuracy.ts';
export { examplesOf } from './examples.ts';
export { type LabelledSentence, readLabelled, readTrainingFiles, type TrainingFiles } from './training-files.ts';
