export { type Rehearsed, rehearsalFileSchema } from './rehearsal-file.ts';
export { type RehearsedTurn, rehearse } from './rehearse.ts';
