export { type Language, languageOf } from './language/language-of.ts';
export { type Recognised, recognise, type TrainedRecogniser } from './recogniser/recogniser.ts';
export { decodeRecogniser, encodeRecogniser } from './recogniser/recogniser-file.ts';
export type { SentenceEncoder } from './sentence-encoder.ts';
