export { type Example, trainRecogniser } from '../recogniser/train-recogniser.ts';
export { augmentations } from './augment.ts';
export type { Slots } from './expand-template.ts';
export { type IntentTemplates, type TrainingSentence, trainingSentences } from './training-sentences.ts';
