export { type SignTurn, type SubmitDeps, submitTurn } from './submit-turn.ts';
