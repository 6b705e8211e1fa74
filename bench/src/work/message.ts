import type { Key } from './keys.ts';

/** One piece of work: the `sequence`-th of its key, from 0. */
export interface Message {
  readonly key: string;
  readonly sequence: number;
  /** Unix milliseconds at which it was offered; 0 where that is of no interest. */
  readonly offeredAt: number;
  /** Makes it as long as the record of an ordinary turn. */
  readonly text: string;
}

const text = 'SKU-2024-888 上海有货吗?'.repeat(8);

function messageOf({ key }: Key, sequence: number, offeredAt = 0): Message {
  return { key, sequence, offeredAt, text };
}

/** The `i`-th message of a run in which the keys take turns. */
export function roundRobin(keys: readonly Key[], i: number, offeredAt = 0): Message & { readonly partition: number } {
  const key = keys[i % keys.length] ?? { key: '', partition: 0 };
  return { ...messageOf(key, Math.floor(i / keys.length), offeredAt), partition: key.partition };
}

export function encodeMessage({ key, sequence, offeredAt, text }: Message): Buffer {
  return Buffer.from(JSON.stringify({ key, sequence, offeredAt, text }));
}

export function decodeMessage(value: Uint8Array | null): Message {
  return JSON.parse(Buffer.from(value ?? []).toString()) as Message;
}
