export * from './open-backbone.ts';
export { runOnBackbone } from './run-on-backbone.ts';
export { openToolReads } from './tool-reads/open-tool-reads.ts';
