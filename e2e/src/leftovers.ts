import { afterAll } from '@jest/globals';

const closers: (() => unknown)[] = [];

afterAll(async () => {
  await Promise.allSettled(closers.splice(0).map(async (close) => close()));
});

/** Closes at the end of the spec file what a spec opened, also when it failed half-way: Jest would wait for it for ever. */
export function closeAtTheEnd(close: () => unknown): void {
  closers.push(close);
}
