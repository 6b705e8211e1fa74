export { type SubmitParts, submitTurn } from './submit-turn.ts';
