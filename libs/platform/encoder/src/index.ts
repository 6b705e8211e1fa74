export { openEncoder } from './open-encoder.ts';
export { type IntentReader, openIntents } from './open-intents.ts';
