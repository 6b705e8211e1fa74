export { submitCommand } from './submit-command.ts';
export { type SubmitDeps, submitTurn } from './submit-turn.ts';
