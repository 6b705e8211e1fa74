export * from './open-backbone.ts';
