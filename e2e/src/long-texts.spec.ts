import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { root } from './child.ts';
import { ask } from './client.ts';
import { type RunningFleet, startFleet } from './fleet.ts';

const longest = 8_000;
const shoppers = 20;
/** Of CPU, so it counts what the process itself does, and not who else is on the machine; which may be half as fast. */
const stallMs = 100;

const filled = (text: string): string => text.repeat(longest).slice(0, longest);
/** No two alike, and no two characters that belong together. */
const unbroken = (shopper: number): string =>
  Array.from({ length: longest }, (_, i) => String.fromCharCode(0x4e00 + (((i + 13 * shopper) * 7_919) % 20_000))).join(
    '',
  );

describe('the whole fleet in one process, asked by many at once in the longest texts there are', () => {
  let fleet: RunningFleet;
  let asked = 0;

  const longestRun = async (): Promise<number> => {
    const said = fleet.process.says(new RegExp(`longest run ${asked++}: ([\\d.]+) ms`));
    fleet.process.signal('SIGUSR2');
    return Number((await said)[1]);
  };

  beforeAll(async () => {
    fleet = await startFleet({ NODE_OPTIONS: `--import=${join(root, 'e2e/src/loop-watch.ts')}` });
    // What is compiled at the first turns is no stall of the others.
    for (const text of ['你好', 'SKU-2024-888 上海有货吗?', unbroken(0)]) await ask(fleet.url, 'c-warm', text);
  }, 60_000);
  afterAll(async () => {
    await fleet.stop();
  }, 40_000);

  it.each<[string, (shopper: number) => string]>([
    ['Chinese without a break', unbroken],
    ['one character', () => filled('哈')],
    ['one letter', () => filled('a')],
    ['one digit', () => filled('7')],
    ['signs', () => filled('.-')],
    ['cities', () => filled('上海')],
    ['questions without end', () => filled('SKU-2024-888 上海有货吗多少钱')],
  ])(
    'never stalls over %s, from its door to its model',
    async (name, textOf) => {
      await longestRun();

      const replies = await Promise.all(
        Array.from({ length: shoppers }, (_, shopper) =>
          ask(fleet.url, `c-${name.replaceAll(' ', '-')}-${shopper}`, textOf(shopper)),
        ),
      );

      expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 'completed'));
      expect(await longestRun()).toBeLessThan(2 * stallMs);
    },
    60_000,
  );
});
