import { afterAll } from '@jest/globals';

const closers: (() => unknown)[] = [];
const closingMs = 60_000;

afterAll(async () => {
  for (const close of closers.splice(0).reverse()) await Promise.allSettled([(async () => close())()]);
}, closingMs);

/**
 * Closes at the end of the spec file what a spec opened, the last thing first, also when it failed half-way: Jest would
 * wait for it for ever.
 */
export function closeAtTheEnd(close: () => unknown): void {
  closers.push(close);
}
