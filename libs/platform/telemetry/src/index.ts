export * from './attributes.ts';
export * from './traced-log.ts';
export * from './with-span.ts';
