export * from './error-table.ts';
export * from './failure-text.ts';
