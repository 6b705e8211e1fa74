export {
  type Frame,
  type JsonObject,
  type LastEvent,
  lastEventOf,
  noEvent,
  type Payload,
  type PayloadKind,
  type PayloadOf,
  type Payloads,
  payloadOf,
} from './frame.ts';
export { type FrameCodec, frameCodec, type Subprotocol, subprotocols } from './frame-codec.ts';
