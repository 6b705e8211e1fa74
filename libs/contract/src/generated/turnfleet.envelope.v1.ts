export type * from './turnfleet/envelope/v1/Envelope.ts';
export type * from './turnfleet/envelope/v1/Error.ts';
export type * from './turnfleet/envelope/v1/Header.ts';
export type * from './turnfleet/envelope/v1/Heartbeat.ts';
export type * from './turnfleet/envelope/v1/MessageType.ts';
export type * from './turnfleet/envelope/v1/Priority.ts';
export type * from './turnfleet/envelope/v1/SystemResponse.ts';
export type * from './turnfleet/envelope/v1/UserMessage.ts';
