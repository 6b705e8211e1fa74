import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  abridgedDeadLetter,
  decodeTurn,
  type EventRecord,
  encodeDeadLetter,
  encodeTurn,
  homePartition,
  topics,
} from '@turnfleet/contract/events';
import { type ErrorKind, silentLogger, TurnfleetError } from '@turnfleet/core';
import { ManualClock } from '@turnfleet/core/testing';
import { chatTopics, createEmbeddedLog, type EmbeddedLog } from '@turnfleet/embedded';
import type { NewRecord } from '@turnfleet/turn-engine';
import { Command } from 'commander';
import { addDlqCommands } from './dlq.ts';
import { listDeadLetters } from './list-dead-letters.ts';
import { type ReplayOptions, replayDeadLetters } from './replay-dead-letters.ts';
import { showDeadLetter } from './show-dead-letter.ts';

const partitions = 4;
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const turn = (turnId: string, conversationId = 'c-1') =>
  encodeTurn({ conversationId, turnId, text: '你好' }, homePartition(conversationId, partitions));
const repeated = { 'x-twice': [utf8('one'), null, utf8('two')], 'x-none': null };
const garbage: EventRecord = { key: null, value: Uint8Array.of(0xff, 0x1b, 0), headers: {} };

let clock: ManualClock;
let log: EmbeddedLog;
let printed: string;
const terminal = { write: (text: string) => void (printed += text) };
beforeEach(() => {
  clock = new ManualClock();
  log = createEmbeddedLog(clock, chatTopics(partitions));
  printed = '';
});

/** Appends a dead letter, a second after the one before; its id. */
async function dies(record: EventRecord, partition = 1, kind: ErrorKind = 'poison'): Promise<string> {
  await clock.advance(1_000);
  const error = new TurnfleetError(kind, `It is ${kind}.`);
  const letter = encodeDeadLetter({ ...record, topic: topics.turns, partition, offset: 7n }, error, 3, partition);
  const { offset } = await log.append(letter);
  return `${partition}/${offset}`;
}

async function submitted() {
  const found: ReturnType<typeof decodeTurn>[] = [];
  for (let partition = 0; partition < partitions; partition++)
    for await (const record of log.read(topics.turns, partition, 0n)) found.push(decodeTurn(record));
  return found.map((one) =>
    one.kind === 'turn' ? `${one.turn.conversationId} ${one.turn.turnId}` : one.error.message,
  );
}

describe('turnfleet dlq list', () => {
  const list = (options: Partial<Parameters<typeof listDeadLetters>[1]> = {}) =>
    listDeadLetters(log, { limit: 50, json: false, ...options }, terminal);

  it('says so when there is none', async () => {
    await list();
    expect(printed).toBe('No dead letters.\n');
  });

  it('shows those of all partitions, newest last', async () => {
    await dies(turn('t-1'), 3);
    const last = await dies(garbage, 0, 'invalid_request');
    await list();
    expect(printed).toBe(
      [
        '3/0      2026-01-01T00:00:01.000Z  poison  conversation c-1  turn t-1  3 attempts  from chat.turns/3/7',
        '         It is poison.',
        '0/0      2026-01-01T00:00:02.000Z  invalid_request  conversation ?  turn ?  3 attempts  from chat.turns/0/7',
        '         It is invalid_request.',
        '',
        `2 dead letters. To see one, and what to do: npx turnfleet dlq show ${last}`,
        '',
      ].join('\n'),
    );
  });

  it('shows the newest only, and how many there are', async () => {
    for (let i = 0; i < 7; i++) await dies(turn(`t-${i}`), i % partitions);
    await list({ limit: 2 });
    expect(printed.match(/turn t-\d/g)).toEqual(['turn t-5', 'turn t-6']);
    expect(printed).toContain('7 dead letters, the newest 2 shown (--limit).');
  });

  it('chooses by kind and conversation', async () => {
    await dies(turn('t-1'));
    await dies(turn('t-2', 'c-2'));
    await dies(garbage, 0, 'invalid_request');
    await list({ kind: 'poison', conversation: 'c-2', json: true });
    expect(JSON.parse(printed)).toEqual({
      id: '1/1',
      at: '2026-01-01T00:00:02.000Z',
      kind: 'poison',
      attempts: 3,
      origin: 'chat.turns/1/7',
      conversationId: 'c-2',
      turnId: 't-2',
      message: 'It is poison.',
    });
  });

  it('is not upset by what somebody else put there', async () => {
    await log.append({ topic: topics.deadLetters, partition: 0, ...garbage });
    await list();
    expect(printed).toMatch(/^0\/0 .* {2}\? {2}conversation \? .*\n +No dead letter of the fleet/);
  });
});

describe('turnfleet dlq show', () => {
  it('shows everything, what it means and what to do', async () => {
    const record = turn('t-1');
    const id = await dies({
      ...record,
      headers: { ...record.headers, 'x-bytes': Uint8Array.of(0xff, 0), ...repeated },
    });
    await showDeadLetter(log, id, terminal);
    expect(printed).toMatch(
      /^dead letter {3}1\/0, since 2026-01-01T00:00:01\.000Z\nfrom +chat\.turns, partition 1, offset 7/,
    );
    expect(printed).toMatch(/reason +poison, after 3 attempts\n +It is poison\.\nit means +Work on the turn kept/);
    expect(printed).toContain(`replay        npx turnfleet dlq replay ${id}`);
    expect(printed).toContain(
      '\nkey           c-1\nheaders\n  content-type: application/json\n  ce_specversion: 1.0\n',
    );
    expect(printed).toContain(
      '\n  x-bytes: (hexadecimal) ff00\n  x-twice: one\n  x-twice (no value)\n  x-twice: two\n  x-none (no value)\n',
    );
    expect(printed).not.toContain('x-error-kind');
    expect(printed).toContain('你好"}\n');
  });

  it('shows in hexadecimal what is no text, and why it cannot be replayed', async () => {
    await showDeadLetter(
      log,
      await dies({ ...garbage, value: Buffer.alloc(2_000, 0xff) }, 0, 'invalid_request'),
      terminal,
    );
    expect(printed).toContain('replay        refused now: This record is not a turn: it is not UTF-8 text.');
    expect(printed).toMatch(/value +2000 bytes, hexadecimal\n(f{64}\n){32}… and 976 bytes more\n$/);
  });

  it('leaves nothing in it that steers the terminal of who looks at it', async () => {
    const value = utf8('\u001b]0;owned\u0007\r\u009b2J\u202egnp.exe\n好');
    await showDeadLetter(log, await dies({ key: utf8('\u001b[2J'), value, headers: { '\u001bc': value } }), terminal);
    expect(printed).not.toMatch(/[^\P{Cc}\n]|\u202e/u);
    expect(printed).toContain('\n\\u{1b}]0;owned\\u{7}\\u{d}\\u{9b}2J\\u{202e}gnp.exe\n好\n');
  });

  it('says of one that was too large to be kept where it is', async () => {
    const place = { topic: topics.turns, partition: 1, offset: 7n };
    const letter = encodeDeadLetter({ ...turn('t-1'), ...place }, new TurnfleetError('poison', 'Given up.'), 3, 1);
    await log.append(abridgedDeadLetter(letter));
    await showDeadLetter(log, '1/0', terminal);
    expect(printed).toContain('from          chat.turns, partition 1, offset 7\nconversation  c-1\n');
    expect(printed).toContain('replay        refused: the original was too large');
    expect(printed).toContain('value         none (too large)');
  });

  it.each([
    ['1/9', 'not_found'],
    ['9/0', 'not_found'],
    ['one', 'invalid_request'],
    ['1/0/0', 'invalid_request'],
  ])('knows no letter %s', async (id, kind) => {
    await dies(turn('t-1'));
    await expect(showDeadLetter(log, id, terminal)).rejects.toMatchObject({ kind });
  });

  it('finds the letter before one that is gone', async () => {
    await dies(turn('t-1'));
    const holed = { read: (topic: string, partition: number) => log.read(topic, partition, 0n) };
    await expect(showDeadLetter(holed, '1/5', terminal)).rejects.toMatchObject({ kind: 'not_found' });
  });
});

describe('turnfleet dlq replay', () => {
  const run = (ids: readonly string[], options: Partial<ReplayOptions> = {}, through: Partial<EmbeddedLog> = {}) =>
    replayDeadLetters({ log: { ...log, ...through }, clock, terminal, keys: null }, ids, {
      ...{ all: false, dryRun: false, yes: false, kind: undefined, conversation: undefined, ...options },
    });

  it('submits in the order of the dead letters, whatever the order of the ids, and each once', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 12; i++) ids.push(await dies(turn(`t-${i}`)));
    expect(await run([...ids.toReversed(), ...ids])).toBe(true);
    expect(await submitted()).toEqual(ids.map((_, i) => `c-1 t-${i}~r1`));
    expect(printed).toMatch(/^1\/0 {2}conversation c-1 {2}turn t-0 {2}again as t-0~r1 {2}at chat\.turns\/\d\/0\n/);
    expect(printed).toMatch(/\n12 replayed, 0 refused\.\n$/);
  });

  it('waits for each before the next, so that a conversation keeps its order', async () => {
    for (let i = 0; i < 3; i++) await dies(turn(`t-${i}`));
    let running = 0;
    const append = async (record: NewRecord) => {
      expect(running++).toBe(0);
      const landed = await log.append(record);
      running--;
      return landed;
    };
    await run([], { all: true, yes: true }, { append });
    expect(await submitted()).toHaveLength(3);
  });

  it('refuses what is no turn, with the reason, and goes on', async () => {
    const bad = await dies(garbage);
    const good = await dies(turn('t-1'));
    expect(await run([bad, '3/99', good])).toBe(false);
    expect(await submitted()).toEqual(['c-1 t-1~r1']);
    expect(printed).toContain(`${bad}  refused: This record is not a turn: it is not UTF-8 text.\n`);
    expect(printed).toContain('3/99  refused: There is no dead letter 3/99');
    expect(printed).toMatch(/1 replayed, 2 refused\.\n$/);
  });

  it('leaves out what is no turn where all were asked for, as nobody named it', async () => {
    await dies(garbage);
    await dies(turn('t-1'));
    expect(await run([], { all: true, yes: true })).toBe(true);
    expect(printed).toMatch(/1 replayed, 1 refused\.\n$/);
  });

  it('counts on for a replay that died again', async () => {
    await run([await dies(turn('t-1'))]);
    for await (const record of log.read(topics.turns, homePartition('c-1', partitions), 0n))
      await run([await dies(record)]);
    expect(await submitted()).toEqual(['c-1 t-1~r1', 'c-1 t-1~r2']);
  });

  it('only tells with --dry-run', async () => {
    await dies(turn('t-1'));
    await run([], { conversation: 'c-1', dryRun: true });
    expect(printed).toMatch(/again as t-1~r1\n1 would be replayed, 0 refused\. Nothing was submitted\.\n$/);
    expect(await submitted()).toEqual([]);
  });

  it.each([
    ['a filter without --yes', [], { kind: 'poison' as const }],
    ['neither ids nor a filter', [], {}],
    ['both', ['1/0'], { all: true, yes: true }],
    ['an id that is none', ['1/0', 'x'], {}],
  ])('submits nothing for %s', async (_, ids, options) => {
    await dies(turn('t-1'));
    await expect(run(ids, options)).rejects.toMatchObject({ kind: 'invalid_request' });
    expect(await submitted()).toEqual([]);
  });

  it('stops where the log goes away, and says where it is and that repeating is harmless', async () => {
    await dies(turn('t-1'));
    await dies(turn('t-2'));
    let appends = 0;
    const away = new TurnfleetError('overloaded', 'No broker answers.');
    const append = (record: NewRecord) => (++appends === 2 ? Promise.reject(away) : log.append(record));
    await expect(run([], { all: true, yes: true }, { append })).rejects.toMatchObject({
      kind: 'overloaded',
      message: 'No broker answers.\nStopped at 1/1; 1 were submitted before it.',
      details: { suggestion: expect.stringMatching(/^Repeat the same command/) },
    });
  });
});

describe('the dlq commands', () => {
  const call = (...args: string[]) => {
    const program = new Command().exitOverride();
    addDlqCommands(program, { env: {}, clock, logger: silentLogger, terminal });
    return program.parseAsync(['node', 'turnfleet', 'dlq', ...args]);
  };

  it.each([
    ['where the fleet has no Kafka', ['list'], /KAFKA_BROKERS is not set\. A fleet without Kafka keeps its log inside/],
    ['of an unknown kind', ['list', '--kind', 'poisson'], /--kind: there is no kind "poisson"/],
    ['with a limit that is none', ['list', '--limit', '0'], /--limit: "0" is not/],
  ])('say what is wrong %s', async (_, args, message) => {
    await expect(call(...args)).rejects.toMatchObject({
      kind: 'invalid_request',
      message: expect.stringMatching(message),
    });
  });
});
