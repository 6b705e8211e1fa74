export * from './journal-event.ts';
export * from './load.ts';
export * from './models.ts';
export * from './problem.ts';
export * from './schemas.ts';
export * from './stream-event.ts';
export * from './tool-batch.ts';
export * from './tools.ts';
