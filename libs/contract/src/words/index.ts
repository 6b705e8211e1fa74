export * from './failure-text.ts';
export * from './flow-words.ts';
export * from './handoff-words.ts';
export * from './shopper-words.ts';
