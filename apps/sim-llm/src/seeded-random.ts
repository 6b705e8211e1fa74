import { createHash } from 'node:crypto';
import type { Random } from '@turnfleet/core';

/** Mulberry32 over a hash of `parts`: the same parts give the same sequence. */
export function seededRandom(...parts: readonly unknown[]): Random {
  let state = createHash('sha256').update(JSON.stringify(parts)).digest().readUInt32LE(0);
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One element, evenly; undefined of an empty list. */
export function pick<T>(random: Random, choices: readonly T[]): T | undefined {
  return choices[Math.floor(random() * choices.length)];
}

const idAlphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** `prefix` and 24 random letters, as vendors write their ids. */
export function vendorId(random: Random, prefix: string): string {
  let id = prefix;
  for (let i = 0; i < 24; i++) id += idAlphabet.charAt(Math.floor(random() * idAlphabet.length));
  return id;
}
