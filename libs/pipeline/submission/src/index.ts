export { type SubmitDeps, submitTurn } from './submit-turn.ts';
