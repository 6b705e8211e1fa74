export type * from './turnfleet/text/v1/LocalizedText.ts';
