export * from './open-backbone.ts';
export { openToolReads } from './tool-reads/open-tool-reads.ts';
