import { describe, expect, it } from '@jest/globals';
import { judgeSeed } from '../../campaign/run-seed.ts';
import { lineOf } from '../../history/write-history.ts';
import { clientFrame, ServerFrames } from './ws-frames.ts';

const turns = 30;
const only = ['over_ws', 'ingress_crash', 'crash', 'state_flush'];

describe('the promises about a turn to clients that come over WebSockets', () => {
  it.each([2, 4, 5])(
    'are kept under seed %i',
    async (seed) => {
      const { report } = await judgeSeed(seed, turns, only);
      expect(report.verdicts).toEqual([]);
    },
    60_000,
  );

  it.each([3, 6])(
    'are kept under seed %i, in which sessions are lost',
    async (seed) => {
      const { report, history } = await judgeSeed(seed, turns, ['over_ws', 'ingress_crash', 'sessions_lost']);
      expect(report.verdicts).toEqual([]);
      expect(history.some((event) => event.event === 'fault' && event.kind === 'sessions_lost')).toBe(true);
    },
    60_000,
  );

  it('are judged of several conversations over one session, resumed and anew', async () => {
    const { history } = await judgeSeed(2, turns, only);
    const opened = history.flatMap((event) => (event.event === 'opened' && event.turnId === undefined ? [event] : []));
    expect(new Set(opened.map(({ after }) => after === null))).toEqual(new Set([true, false]));
    expect(opened.some(({ reader }) => reader.includes('/'))).toBe(true);
    const heard = history.filter((event) => event.event === 'heard' && event.reader.startsWith('r-'));
    expect(heard.length).toBeGreaterThan(100);
  }, 60_000);

  it('are judged of the same run, byte for byte, each time', async () => {
    const linesOf = async (): Promise<string[]> => (await judgeSeed(3, turns, only)).history.map(lineOf);
    expect(await linesOf()).toEqual(await linesOf());
  }, 60_000);
});

it('what a server says on a WebSocket is read from portions of any size', () => {
  const long = 'x'.repeat(70_000);
  // The lengths of a server's frames, which are not masked.
  const server = [
    Buffer.from('HTTP/1.1 101 Switching Protocols\r\n\r\n'),
    Buffer.from([0x81, 2, ...Buffer.from('hi')]),
    Buffer.concat([Buffer.from([0x81, 126, 0, 200]), Buffer.from(long.slice(0, 200))]),
    Buffer.concat([Buffer.from([0x81, 127, 0, 0, 0, 0, 0, 1, 0x11, 0x70]), Buffer.from(long)]),
    Buffer.from([0x88, 0]),
  ];
  for (const size of [1, 3, 1_000, 100_000]) {
    const frames = new ServerFrames();
    const texts: string[] = [];
    const all = Buffer.concat(server);
    for (let at = 0; at < all.length; at += size) texts.push(...frames.push(all.subarray(at, at + size)));
    expect(texts).toEqual(['hi', long.slice(0, 200), long]);
    expect([frames.isOpen, frames.isOver]).toEqual([true, true]);
  }
  expect([...clientFrame('x'.repeat(300)).subarray(0, 8)]).toEqual([0x81, 0x80 | 126, 1, 44, 0, 0, 0, 0]);
});
