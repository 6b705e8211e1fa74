export * from './names.ts';
export * from './otlp.ts';
export * from './sampling.ts';
export * from './span-store.ts';
export * from './span-tree.ts';
export * from './start-telemetry.ts';
export * from './traced-log.ts';
export * from './with-span.ts';
