// What processes and those who read spans need. Apart from the rest, as it loads the OpenTelemetry SDK and its exporters.
export * from './otlp.ts';
export * from './sampling.ts';
export * from './span-store.ts';
export * from './span-tree.ts';
export * from './start-telemetry.ts';
