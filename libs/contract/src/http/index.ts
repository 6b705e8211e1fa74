export * from './http.ts';
export * from './journal-event.ts';
export * from './problem.ts';
export * from './stream-event.ts';
