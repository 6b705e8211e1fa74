export * from './failure-text.ts';
export * from './shopper-words.ts';
