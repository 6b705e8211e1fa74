export { type DialogueMove, dialogueAfterAll, type Happened, type Leaving } from './dialogue-after.ts';
export { eventsOf, nextState } from './transitions.ts';
