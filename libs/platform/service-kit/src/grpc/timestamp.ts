import type { protobuf } from '@turnfleet/contract/grpc';

/** Unix milliseconds as google.protobuf.Timestamp. */
export function timestampOf(at: number): protobuf.Timestamp {
  const seconds = Math.floor(at / 1_000);
  return { seconds: String(seconds), nanos: Math.round((at - seconds * 1_000) * 1e6) };
}

/** google.protobuf.Timestamp as Unix milliseconds. */
export function millisecondsOf({ seconds, nanos }: protobuf.Timestamp__Output): number {
  return Number(seconds) * 1_000 + nanos / 1e6;
}
