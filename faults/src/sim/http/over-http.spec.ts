import { describe, expect, it } from '@jest/globals';
import { judgeSeed } from '../../campaign/run-seed.ts';
import { lineOf } from '../../history/write-history.ts';

const turns = 30;
const only = ['over_http', 'ingress_crash', 'crash', 'state_flush'];

describe('the promises about a turn to clients that come over HTTP', () => {
  it.each([1, 2, 3, 4, 5, 6])(
    'are kept under seed %i',
    async (seed) => {
      const { report } = await judgeSeed(seed, turns, only);
      expect(report.verdicts).toEqual([]);
    },
    60_000,
  );

  it('are judged of streams of conversations and of turns, resumed and anew, and of clients that wait', async () => {
    const runs = await Promise.all([1, 2, 3, 4, 5, 6].map((seed) => judgeSeed(seed, turns, only)));
    const events = runs.flatMap(({ history }) => history);
    const opened = events.flatMap((event) => (event.event === 'opened' ? [event] : []));
    const kinds = new Set(opened.map(({ turnId, after }) => `${turnId === undefined} ${after === null}`));
    expect(kinds.size).toBe(4);
    const waited = events.flatMap((event) => (event.event === 'waited' ? [event.reply !== null] : []));
    expect(new Set(waited)).toEqual(new Set([true, false]));
  }, 60_000);

  it('are judged of the same run, byte for byte, each time', async () => {
    const linesOf = async (): Promise<string[]> => (await judgeSeed(4, turns, only)).history.map(lineOf);
    expect(await linesOf()).toEqual(await linesOf());
  }, 60_000);
});
