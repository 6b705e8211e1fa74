import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { seededRandom } from '@turnfleet/core/testing';
import type { HistoryEvent } from '../history/history-event.ts';
import { lineOf } from '../history/write-history.ts';
import { checkFile } from './check-file.ts';
import { validHistory } from './testing/valid-history.ts';

describe('checking a file', () => {
  let folder = '';
  beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'check-'))));
  afterAll(() => rm(folder, { recursive: true }));

  async function checked(text: string) {
    const path = join(folder, 'history.jsonl');
    await writeFile(path, text);
    let told = '';
    const code = await checkFile(path, { write: (more) => (told += more) });
    const summary: unknown = JSON.parse(told.trimEnd().split('\n').at(-1) ?? '');
    return { code, told, summary };
  }

  const valid = validHistory(seededRandom(7));
  const textOf = (events: readonly HistoryEvent[]): string => events.map(lineOf).join('');

  it('says that every promise was kept', async () => {
    const { code, told, summary } = await checked(textOf(valid));
    expect(code).toBe(0);
    expect(told).toContain('Every promise was kept.');
    expect(summary).toMatchObject({ violations: 0, verdicts: {}, counts: { conversations: 3 } });
  });

  it('tells what was broken, a few of each kind, with the lines that prove it', async () => {
    const lost = Array.from({ length: 7 }, (_, i): HistoryEvent => {
      return { at: 1, event: 'submitted', conversationId: 'c0', turnId: `never-${i}` };
    });
    const { code, told, summary } = await checked(textOf([...valid.slice(0, 1), ...lost, ...valid.slice(1)]));
    expect(code).toBe(1);
    expect(told).toContain('lost: 7\n  Turn never-0 of c0 was accepted, and nothing came of it');
    expect(told).toContain('(line 2)');
    expect(told).toContain('and 2 more');
    expect(summary).toMatchObject({ violations: 7, verdicts: { lost: 7 } });
  });

  it('refuses a file that was cut off, and says so', async () => {
    const { code, told, summary } = await checked(textOf(valid).slice(0, -30));
    expect(code).toBe(2);
    expect(told).toContain('is no history that can be checked');
    expect(told).toContain('has no end line');
    expect(summary).toMatchObject({ problems: 2 });
  });

  it('names every bad line', async () => {
    const { code, told } = await checked(textOf([...valid.slice(0, 1), ...valid.slice(0, 1), ...valid.slice(1)]) + 'x');
    expect(code).toBe(2);
    expect(told).toContain('line 2 is a second begin line');
    expect(told).toContain(`line ${valid.length + 2} is not JSON`);
  });

  it('says that there is no such file', async () => {
    let told = '';
    expect(await checkFile(join(folder, 'none'), { write: (more) => (told += more) })).toBe(2);
    expect(told).toContain('ENOENT');
  });
});
