export type * from './google/type/Money.ts';
