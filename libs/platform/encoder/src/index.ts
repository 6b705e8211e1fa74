export { openEncoder } from './open-encoder.ts';
export { openIntents } from './open-intents.ts';
