export * from './attributes.ts';
export { BoundedLabels } from './bounded-labels.ts';
export { counter, histogram, observeGauge, upDownCounter } from './instruments.ts';
export * from './traced-log.ts';
export * from './with-span.ts';
