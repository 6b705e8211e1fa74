import { murmur2 } from '@turnfleet/contract/events';

const encoder = new TextEncoder();

/** A whole number in [0, below) that depends on `key` alone: the demo shop is the same in every process. */
export function pick(key: string, below: number): number {
  return (murmur2(encoder.encode(key)) >>> 1) % below;
}
