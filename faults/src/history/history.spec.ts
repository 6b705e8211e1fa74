import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { HistoryEvent } from './history-event.ts';
import { type HistoryProblem, linesOf, readHistory } from './read-history.ts';
import { bytesOf, recordEvent } from './record-event.ts';
import { lineOf, writeHistory } from './write-history.ts';

const begin: HistoryEvent = { at: 0, event: 'begin', format: 1, partitions: 2 };
const end: HistoryEvent = { at: 9, event: 'end' };
const utf8 = new TextEncoder();

async function read(lines: AsyncIterable<string> | Iterable<string>) {
  const problems: HistoryProblem[] = [];
  const found = [];
  for await (const line of readHistory(lines, (problem) => problems.push(problem))) found.push(line);
  return { found, problems };
}

const problemsOf = async (...events: readonly unknown[]) =>
  (await read(events.map((event) => (typeof event === 'string' ? event : JSON.stringify(event))))).problems;

describe('a history file', () => {
  let folder = '';
  beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'history-'))));
  afterAll(() => rm(folder, { recursive: true }));

  it('reads back what was written, with line numbers', async () => {
    const file = join(folder, 'run.jsonl');
    const writer = writeHistory(file);
    const heard = { at: 3, event: 'heard', reader: 'r', id: '1-1', type: 'turn.started', turnId: 't' } as const;
    const events: HistoryEvent[] = [
      begin,
      { at: 1, event: 'submitted', conversationId: 'c', turnId: 't' },
      { at: 2, event: 'opened', reader: 'r', conversationId: 'c', after: null },
      ...Array.from({ length: 20_000 }, () => heard),
      end,
    ];
    for (const event of events) await writer.write(event);
    await writer.close();
    const { found, problems } = await read(linesOf(file));
    expect(problems).toEqual([]);
    expect(found.map(({ event }) => event)).toEqual(events);
    expect(found.map(({ line }) => line)).toEqual(events.map((_, i) => i + 1));
  });

  it('tells whoever writes that the file cannot be written', async () => {
    const writer = writeHistory(join(folder, 'missing', 'run.jsonl'));
    await expect(writer.close()).rejects.toThrow('ENOENT');
  });
});

describe('a record in a history', () => {
  const place = { topic: 'chat.turns', partition: 1, offset: 7n } as const;

  it('is text as long as it can be', () => {
    const found = { ...place, key: utf8.encode('c'), value: utf8.encode('{"你":1}'), headers: { a: utf8.encode('b') } };
    const event = recordEvent(found, 5);
    expect(event).toEqual({
      at: 5,
      event: 'record',
      topic: 'chat.turns',
      partition: 1,
      offset: '7',
      key: 'c',
      value: '{"你":1}',
      headers: { a: 'b' },
    });
    expect(lineOf(event)).toMatch(/^\{"at":5,.*\}\n$/);
  });

  it('keeps bytes that are no text', () => {
    const bytes = Uint8Array.of(0xff, 0xfe);
    const event = recordEvent({ ...place, key: null, value: bytes, headers: {} }, 5);
    expect(event).toMatchObject({ encoding: 'base64', key: null });
    expect(Uint8Array.from(bytesOf(event).value ?? [])).toEqual(bytes);
  });
});

describe('reading a bad history', () => {
  it('names every line that cannot be read, and why', async () => {
    const problems = await problemsOf(
      begin,
      'not json',
      { at: 1, event: 'submited' },
      { at: -1, event: 'submitted', conversationId: 'c' },
      end,
    );
    expect(problems.map(({ line }) => line)).toEqual([2, 3, 4]);
    expect(problems[0]?.problem).toBe('is not JSON');
    expect(problems[1]?.problem).toMatch(/^event: /);
    expect(problems[2]?.problem).toMatch(/at: .*; turnId: /);
  });

  it.each([
    ['no begin', [end], /before the begin/],
    ['two beginnings', [begin, begin, end], /second begin/],
    ['no end', [begin], /no end line/],
    ['lines after the end', [begin, end, end], /after the end/],
    [
      'a partition there is not',
      [begin, { at: 1, event: 'submitted', conversationId: 'c', turnId: 't', partition: 2, offset: '0' }, end],
      /partition 2 is none of the 2/,
    ],
    ['a reader nobody opened', [begin, { at: 1, event: 'gap', reader: 'r' }, end], /reader r is not open/],
    [
      'a reader opened twice',
      [
        begin,
        { at: 1, event: 'opened', reader: 'r', conversationId: 'c', after: null },
        { at: 1, event: 'opened', reader: 'r', conversationId: 'c', after: null },
        end,
      ],
      /opened twice/,
    ],
  ])('notices %s', async (_, events, problem) => {
    expect((await problemsOf(...events)).at(0)?.problem).toMatch(problem);
  });

  it('notices records out of the order of their offsets, in one partition only', async () => {
    const record = {
      at: 1,
      event: 'record',
      topic: 'chat.replies',
      partition: 0,
      offset: '10',
      key: null,
      value: null,
    };
    const fine = await problemsOf(
      begin,
      { ...record, offset: '9' },
      record,
      { ...record, partition: 1, offset: '2' },
      end,
    );
    expect(fine).toEqual([]);
    expect(await problemsOf(begin, record, record, end)).toMatchObject([{ line: 3 }]);
  });
});
