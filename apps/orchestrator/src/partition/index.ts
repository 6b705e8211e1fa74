export { claimAndRebuild, type TakeParts } from './take.ts';
export { type Difference, type Verified, verifyPartition } from './verify.ts';
