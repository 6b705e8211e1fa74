import { describe, expect, it } from '@jest/globals';
import { encodeAgentCommand, encodeSnapshot, homePartition, topics } from '@turnfleet/contract/events';
import { type Reply, type Snapshot } from '@turnfleet/contract/schemas';
import type { HistoryEvent, HistoryRecord, ToldEvent } from '../history/history-event.ts';
import { recordEvent } from '../history/record-event.ts';
import { check } from './check.ts';
import { replyOf } from './testing/small-log.ts';
import { numbered } from './testing/valid-history.ts';

const partitions = 2;
const c = 'c-1';
const home = homePartition(c, partitions);
const begin: HistoryEvent = { at: 0, event: 'begin', format: 1, partitions };
const end: HistoryEvent = { at: 100, event: 'end' };

const submitted = (turnId: string, offset?: number, at = 1): HistoryEvent => ({
  at,
  event: 'submitted',
  conversationId: c,
  turnId,
  ...(offset !== undefined && { partition: home, offset: String(offset) }),
});
const record = (
  topic: HistoryRecord['topic'],
  offset: number,
  value: string | null,
  key: string | null = c,
): HistoryRecord => ({
  at: 50,
  event: 'record',
  topic,
  partition: home,
  offset: String(offset),
  key,
  value,
});
const reply = (turnId: string, version: number, more: Partial<Reply> = {}): Reply => ({
  ...replyOf(c, turnId, version, `answer to ${turnId}`),
  ...more,
});
const replied = (offset: number, ...given: Parameters<typeof reply>): HistoryRecord =>
  record('chat.replies', offset, JSON.stringify(reply(...given)));
const snapshot = (offset: number, rank: [number, number, number], replies: readonly Reply[]): HistoryRecord => {
  const [generation, version, epoch] = rank;
  const turns = replies.map((known) => ({ turnId: known.turnId, submittedAt: '', text: 'text', reply: known }));
  const value: Snapshot = {
    generation,
    epoch,
    conversation: { conversationId: c, version, state: 'init', held: null, results: [], turns },
    unpublished: [],
  };
  return record(
    'chat.conversations',
    offset,
    new TextDecoder().decode(encodeSnapshot(c, JSON.stringify(value), home).value ?? undefined),
  );
};
const opened = (after: string | null = null, at = 0, turnId: string | null = null): HistoryEvent => ({
  at,
  event: 'opened',
  reader: 'r',
  conversationId: c,
  turnId,
  after,
});
const heard = (id: string, type: ToldEvent['type'], turnId = 't-1', more: Partial<ToldEvent> = {}): HistoryEvent => ({
  at: 10,
  event: 'heard',
  reader: 'r',
  id,
  type,
  turnId,
  ...more,
});
const delta = (id: string, text: string): HistoryEvent => heard(id, 'reply.delta', 't-1', { text });
const ended = (id: string, turnId = 't-1', version = 1): HistoryEvent =>
  heard(id, 'reply.completed', turnId, { reply: reply(turnId, version) });
const closed = (how: 'complete' | 'cut' | 'left'): HistoryEvent => ({ at: 20, event: 'closed', reader: 'r', how });
const gap: HistoryEvent = { at: 15, event: 'gap', reader: 'r', id: '2-0' };

/** Codes and lines of what is wrong; the first event given is line 2. */
function verdictsOn(...events: readonly HistoryEvent[]) {
  return check(numbered([begin, ...events, end])).verdicts.map(({ code, lines }) => ({ code, lines }));
}

const answered = [submitted('t-1', 0), replied(0, 't-1', 1)] as const;

describe('lost and unanswered', () => {
  it('a turn that nothing came of is lost', () => {
    expect(verdictsOn(submitted('t-1', 0))).toEqual([{ code: 'lost', lines: [2] }]);
  });

  it('a turn that a client saw being worked on is unanswered', () => {
    const history = [submitted('t-1'), opened(), heard('1-1', 'turn.accepted'), heard('1-2', 'turn.started')];
    expect(verdictsOn(...history)).toEqual([{ code: 'unanswered', lines: [2, 5] }]);
  });

  it('a turn that only a snapshot knows is unanswered', () => {
    const history = [submitted('t-1'), snapshot(0, [1, 1, 1], [reply('t-1', 1)])];
    expect(verdictsOn(...history)).toEqual([{ code: 'unanswered', lines: [2, 3] }]);
  });

  it('a turn that landed although nobody was told has to be answered too', () => {
    const landed = record('chat.turns', 0, JSON.stringify({ conversationId: c, turnId: 't-1', text: 'hi' }));
    expect(verdictsOn(landed)).toEqual([{ code: 'lost', lines: [2] }]);
  });

  it('a record that is no turn is kept in the dead letters, and answered only if it is certain whose it is', () => {
    const garbage = record('chat.turns', 0, 'garbage', null);
    const unreadable = record('chat.turns', 1, JSON.stringify({ conversationId: c, turnId: 't-1', text: '' }));
    const dead = (offset: number): HistoryRecord => ({
      ...record('chat.turns.dlq', offset, ''),
      headers: { 'x-error-kind': 'invalid_request', 'x-origin': `chat.turns/${home}/${offset}` },
    });
    const failed = replied(0, 't-1', 1, { status: 'failed' });
    expect(verdictsOn(garbage, unreadable, dead(0), dead(1), failed)).toEqual([]);
    expect(verdictsOn(garbage, unreadable, dead(0), dead(1))).toEqual([{ code: 'lost', lines: [3] }]);
    expect(verdictsOn(garbage, unreadable, dead(1), failed)).toEqual([{ code: 'lost', lines: [2] }]);
  });

  it('a turn given up as poison is kept in the dead letters', () => {
    const turn = record('chat.turns', 0, JSON.stringify({ conversationId: c, turnId: 't-1', text: 'hi' }));
    const error = { kind: 'poison', message: '', suggestion: '', retryable: false } as const;
    expect(verdictsOn(turn, replied(0, 't-1', 1, { status: 'failed', error }))).toEqual([{ code: 'lost', lines: [3] }]);
  });
});

describe('replies', () => {
  it('the same bytes again are counted, not wrong', () => {
    const { verdicts, counts } = check(numbered([begin, ...answered, replied(1, 't-1', 1), end]));
    expect(verdicts).toEqual([]);
    expect(counts).toMatchObject({ replies: 1, repeatedReplies: 1, repeatedShare: 0.5 });
  });

  it('other bytes are another answer', () => {
    expect(verdictsOn(...answered, replied(1, 't-1', 1, { text: 'another' }))).toEqual([
      { code: 'answered_differently', lines: [3, 4] },
    ]);
  });

  it('a client was shown another reply than the log has', () => {
    const shown = heard('1-1', 'reply.completed', 't-1', { reply: reply('t-1', 1, { text: 'another' }) });
    expect(verdictsOn(...answered, opened(), shown)).toEqual([{ code: 'answered_differently', lines: [3, 5] }]);
  });

  it('a gap told of another reply than the log has', () => {
    const told: HistoryEvent = { ...gap, event: 'gap', turnId: 't-1', reply: reply('t-1', 1, { text: 'another' }) };
    expect(verdictsOn(...answered, opened(), told)).toEqual([{ code: 'answered_differently', lines: [3, 5] }]);
  });

  it('the same names in another order are the same reply', () => {
    const shuffled = Object.fromEntries(Object.entries(reply('t-1', 1)).reverse());
    expect(verdictsOn(...answered, opened(), heard('1-1', 'reply.completed', 't-1', { reply: shuffled }))).toEqual([]);
  });

  it('answers may be pointed to, but only to a later one that is there', () => {
    const two = [submitted('t-1', 0), submitted('t-2', 1)];
    const pointing = (answeredBy: string) => replied(0, 't-1', 1, { answeredBy });
    expect(verdictsOn(...two, pointing('t-2'), replied(1, 't-2', 2))).toEqual([]);
    expect(verdictsOn(...two, pointing('t-3'), replied(1, 't-2', 2))).toEqual([{ code: 'off_contract', lines: [4] }]);
    expect(verdictsOn(...two, pointing('t-1'), replied(1, 't-2', 2))).toEqual([{ code: 'off_contract', lines: [4] }]);
  });

  it('a reply to nobody is foreign, and so is what clients hear of a turn nobody sent', () => {
    expect(verdictsOn(replied(0, 't-9', 1))).toEqual([{ code: 'foreign', lines: [2] }]);
    expect(verdictsOn(opened(), heard('1-1', 'turn.accepted'), heard('1-2', 'turn.started'))).toEqual([
      { code: 'foreign', lines: [4] },
    ]);
  });

  it("a client hears another conversation's reply", () => {
    const others = { ...reply('t-1', 1), conversationId: 'c-2' };
    expect(verdictsOn(...answered, opened(), heard('1-1', 'reply.completed', 't-1', { reply: others }))).toEqual([
      { code: 'foreign', lines: [5] },
    ]);
  });
});

describe('order and versions', () => {
  const two = [submitted('t-1', 4), submitted('t-2', 7)];

  it('answers come in the order of the turns', () => {
    expect(verdictsOn(...two, replied(0, 't-2', 1), replied(1, 't-1', 2))).toEqual([
      { code: 'out_of_order', lines: [4, 5] },
    ]);
  });

  it('a turn counts from where it first stands at home, forwarded or sent again', () => {
    const elsewhere: HistoryEvent = {
      at: 1,
      event: 'submitted',
      conversationId: c,
      turnId: 't-0',
      partition: 1 - home,
      offset: '0',
    };
    const forwarded = record('chat.turns', 9, JSON.stringify({ conversationId: c, turnId: 't-0', text: 'hi' }));
    const again = submitted('t-1', 12);
    const replies = [replied(0, 't-1', 1), replied(1, 't-2', 2), replied(2, 't-0', 3)];
    expect(verdictsOn(elsewhere, ...two, forwarded, again, ...replies)).toEqual([]);
  });

  it('a version given twice was decided on a conversation that had moved on', () => {
    expect(verdictsOn(...two, replied(0, 't-1', 1), replied(1, 't-2', 1))).toEqual([
      { code: 'stale_write', lines: [4, 5] },
    ]);
  });

  it('a version left out is a turn that ended and is missing', () => {
    expect(verdictsOn(...two, replied(0, 't-1', 1), replied(1, 't-2', 3))).toEqual([
      { code: 'stale_write', lines: [4, 5] },
    ]);
    expect(verdictsOn(submitted('t-1', 0), replied(0, 't-1', 2))).toEqual([{ code: 'stale_write', lines: [3] }]);
  });

  it('what came before the history begins is not held against it', () => {
    expect(verdictsOn(submitted('t-1', 0), replied(17, 't-1', 8))).toEqual([]);
  });
});

describe('what is remembered', () => {
  const first = reply('t-1', 1);

  it('the highest snapshot counts, not the last', () => {
    const second = [submitted('t-2', 1), replied(1, 't-2', 2)];
    const high = snapshot(0, [1, 2, 1], [first, reply('t-2', 2)]);
    const low = snapshot(1, [1, 1, 9], [reply('t-1', 1, { text: 'never said' })]);
    expect(verdictsOn(...answered, ...second, high, low)).toEqual([]);
  });

  it('it knows every reply in its window, as it was given', () => {
    expect(verdictsOn(...answered, snapshot(0, [1, 1, 1], [first]))).toEqual([]);
    expect(verdictsOn(...answered, snapshot(0, [1, 1, 1], [reply('t-1', 1, { text: 'never said' })]))).toEqual([
      { code: 'stale_write', lines: [3, 4] },
    ]);
    expect(verdictsOn(...answered, snapshot(0, [1, 1, 1], [reply('t-0', 1)]))).toEqual([
      { code: 'stale_write', lines: [3, 4] },
    ]);
    expect(verdictsOn(...answered, snapshot(0, [1, 0, 1], []))).toEqual([{ code: 'stale_write', lines: [3, 4] }]);
    expect(verdictsOn(...answered, snapshot(0, [1, 2, 1], [first]))).toEqual([{ code: 'stale_write', lines: [3, 4] }]);
  });

  it('turns older than its window are in the log only', () => {
    const second = [submitted('t-2', 1), replied(1, 't-2', 2)];
    expect(verdictsOn(...answered, ...second, snapshot(0, [1, 2, 1], [reply('t-2', 2)]))).toEqual([]);
  });

  it('a conversation without a snapshot would be forgotten, unless that is wanted', () => {
    const others = { ...snapshot(0, [1, 1, 1], []), key: 'c-1', value: null };
    const unrelated = homePartition('c-3', partitions) === home ? 'c-3' : 'c-2';
    const value = JSON.stringify({
      generation: 1,
      epoch: 1,
      conversation: { conversationId: unrelated, version: 0, state: 'init', held: null, results: [], turns: [] },
      unpublished: [],
    });
    expect(verdictsOn(...answered, record('chat.conversations', 0, value, unrelated))).toEqual([
      { code: 'stale_write', lines: [3] },
    ]);
    expect(verdictsOn(...answered, others)).toEqual([]);
  });

  describe('of a conversation that a tombstone ended', () => {
    const tombstone = (version: number, at: number, key = c): HistoryRecord => {
      const rank = { ce_generation: '1', ce_version: String(version), ce_epoch: '1' };
      return { ...record('chat.conversations', 0, null, key), at, headers: rank };
    };
    const later = (at: number, version: number): HistoryEvent[] => [
      submitted('t-2', 1),
      { ...replied(1, 't-2', version), at },
    ];

    it('nothing is remembered of what it ended, and what comes after it goes on from there', () => {
      const before = snapshot(0, [1, 1, 1], [first]);
      expect(verdictsOn(...answered, before, tombstone(1, 60))).toEqual([]);
      expect(verdictsOn(...answered, tombstone(1, 60), before)).toEqual([]);
      const anew = snapshot(1, [1, 2, 1], [reply('t-2', 2)]);
      expect(verdictsOn(...answered, before, tombstone(1, 60), ...later(70, 2), anew)).toEqual([]);
    });

    it('one of a lower rank ends nothing', () => {
      const both = snapshot(1, [1, 2, 1], [first, reply('t-2', 2)]);
      expect(verdictsOn(...answered, ...later(70, 2), both, tombstone(1, 80))).toEqual([]);
      const forgetful = snapshot(1, [1, 2, 1], [first]);
      expect(verdictsOn(...answered, ...later(70, 2), forgetful, tombstone(1, 80))).toMatchObject([
        { code: 'stale_write' },
      ]);
    });

    it('what goes on after it with a version not above it would be forgotten', () => {
      const below = snapshot(1, [1, 1, 1], [reply('t-2', 1)]);
      expect(verdictsOn(...answered, tombstone(3, 60), ...later(70, 1), below)).toMatchObject([
        { code: 'stale_write' },
      ]);
      const anotherGeneration = snapshot(1, [2, 1, 1], [reply('t-2', 1)]);
      expect(verdictsOn(...answered, tombstone(3, 60), ...later(70, 1), anotherGeneration)).toEqual([]);
    });

    it('a reply that comes only after it is not ended by it', () => {
      expect(verdictsOn(...answered, tombstone(1, 40))).toMatchObject([{ code: 'stale_write' }]);
    });

    it('another one begins at what it left, and nowhere else', () => {
      const other = homePartition('c-3', partitions) === home ? 'c-3' : 'c-2';
      const begins = (version: number): HistoryEvent[] => [
        submitted('t-1', 0),
        replied(0, 't-1', version),
        snapshot(0, [1, version, 1], [reply('t-1', version)]),
      ];
      expect(verdictsOn(tombstone(7, 10, other), ...begins(8))).toEqual([]);
      expect(verdictsOn(tombstone(7, 10, other), ...begins(5))).toMatchObject([{ code: 'stale_write' }]);
    });
  });

  it('two snapshots of one rank are the same', () => {
    const other = { ...first, text: 'never said' };
    expect(verdictsOn(...answered, snapshot(0, [1, 1, 1], [first]), snapshot(1, [1, 1, 1], [other]))).toEqual([
      { code: 'stale_write', lines: [4, 5] },
    ]);
  });

  it('the store shows what the log has', () => {
    const view = (version: number, turns: readonly Reply[]): HistoryEvent => ({
      at: 90,
      event: 'viewed',
      conversationId: c,
      version,
      turns: turns.map((known) => ({ turnId: known.turnId, reply: known })),
    });
    expect(verdictsOn(...answered, view(1, [first]))).toEqual([]);
    expect(verdictsOn(...answered, view(0, []))).toEqual([{ code: 'stale_write', lines: [3, 4] }]);
    expect(verdictsOn(...answered, view(1, [{ ...first, text: 'never said' }]))).toEqual([
      { code: 'stale_write', lines: [3, 4] },
    ]);
  });
});

describe('the last record of a conversation', () => {
  const second = [submitted('t-2', 1), replied(1, 't-2', 2)];
  const high = snapshot(0, [1, 2, 1], [reply('t-1', 1), reply('t-2', 2)]);
  const low = snapshot(1, [1, 1, 1], [reply('t-1', 1)]);
  const neighbour = homePartition('c-3', partitions) === home ? 'c-3' : 'c-2';
  /** A turn of another conversation of the partition, whose snapshot stands at an offset and whose reply comes at a time. */
  const answeredAt = (offset: number, at: number): HistoryEvent[] => {
    const text = JSON.stringify(replyOf(neighbour, 't-9', 1, 'answer'));
    const known = snapshot(offset, [1, 1, 1], [replyOf(neighbour, 't-9', 1, 'answer')]);
    return [
      { at: 1, event: 'submitted', conversationId: neighbour, turnId: 't-9' },
      { ...known, key: neighbour, value: known.value?.replaceAll(`"${c}"`, `"${neighbour}"`) ?? null },
      { ...record('chat.replies', 2, text, neighbour), at },
    ];
  };
  const owner = answeredAt(2, 60);
  const quiet = (at: number, forMs: number): HistoryEvent => ({ at, event: 'quiet', forMs });
  const tombstone = (offset: number, version: number): HistoryRecord => ({
    ...record('chat.conversations', offset, null),
    at: 70,
    headers: { ce_generation: '1', ce_version: String(version), ce_epoch: '1' },
  });
  const on = (...events: readonly HistoryEvent[]) => verdictsOn(...answered, ...second, ...events);

  it('an older one written late, before a record of an owner that had time to put the highest behind it', () => {
    expect(on(high, low, ...owner, quiet(10_060, 10_000))).toEqual([{ code: 'stale_last', lines: [6, 7, 10] }]);
    expect(on(high, low, ...owner, { ...high, offset: '3' }, quiet(10_060, 10_000))).toEqual([]);
  });

  it('an owner had no time, as far as is known', () => {
    expect(on(high, low, ...owner)).toEqual([]);
    expect(on(high, low, ...owner, quiet(10_060, 9_999))).toEqual([]);
    expect(on(high, low, ...owner, quiet(10_059, 10_000))).toEqual([]);
    expect(on(high, low, ...owner, quiet(10_060, 10_000), quiet(10_100, 50))).toMatchObject([{ code: 'stale_last' }]);
  });

  it('an older one behind all that an owner is known to have written', () => {
    const late = { ...low, offset: '3' };
    expect(on(high, ...owner, late, quiet(20_000, 10_000))).toEqual([]);
    // The turn had a snapshot before: which of the two its owner wrote cannot be told.
    expect(on(high, ...owner, late, { ...owner[1], offset: '4' } as HistoryRecord, quiet(20_000, 10_000))).toEqual([]);
  });

  it('an older one that says the same: who committed it was frozen, and the next owner published it as its own', () => {
    const both = [reply('t-1', 1), reply('t-2', 2)];
    const newest = snapshot(0, [2, 2, 1], both);
    const noStale = (...rank: [number, number, number]): void =>
      expect(on(newest, snapshot(1, rank, both), ...owner, quiet(20_000, 10_000))).toEqual([]);
    noStale(2, 2, 0);
    noStale(1, 2, 9);
  });

  it('a snapshot that a tombstone ended', () => {
    const ended = [high, tombstone(1, 2)];
    const late = { ...low, offset: '2' };
    const wrote = answeredAt(3, 60);
    expect(on(...ended, late, ...wrote, quiet(20_000, 10_000))).toEqual([{ code: 'stale_last', lines: [7, 8, 11] }]);
    expect(on(...ended, late, ...wrote, tombstone(4, 1), quiet(20_000, 10_000))).toEqual([]);
  });

  it('a tombstone below the highest snapshot', () => {
    expect(on(high, tombstone(1, 1), ...owner, quiet(20_000, 10_000))).toEqual([
      { code: 'stale_last', lines: [6, 7, 10] },
    ]);
  });
});

describe('streams', () => {
  const whole = [
    heard('1-1', 'turn.accepted'),
    heard('1-2', 'turn.started'),
    delta('1-3', 'answer '),
    delta('1-4', 'to t-1'),
    ended('1-5'),
  ];
  const on = (...events: readonly HistoryEvent[]) => verdictsOn(...answered, ...events);

  it('a turn heard from start to end, also over reconnects', () => {
    expect(on(opened(), ...whole)).toEqual([]);
    expect(on(opened(), ...whole.slice(0, 3), closed('cut'), opened('1-3'), ...whole.slice(3))).toEqual([]);
  });

  it('a piece left out after a reconnect', () => {
    expect(on(opened(), ...whole.slice(0, 3), closed('cut'), opened('1-3'), ...whole.slice(4))).toEqual([
      { code: 'stream_gap', lines: [9, 10] },
    ]);
  });

  it('a piece heard twice after a reconnect', () => {
    expect(on(opened(), ...whole.slice(0, 3), closed('cut'), opened('1-3'), ...whole.slice(2))).toEqual([
      { code: 'stream_repeat', lines: [9, 10] },
    ]);
  });

  it('the rest of a turn that a reader resumed in the middle is no shortened answer', () => {
    expect(on(opened('1-3'), ...whole.slice(3))).toEqual([]);
  });

  it('text of two attempts glued together', () => {
    const glued = [...whole.slice(0, 3), heard('1-4', 'turn.started'), delta('1-5', 'answer to t-1'), ended('1-6')];
    expect(on(opened(), ...glued)).toEqual([{ code: 'stream_repeat', lines: [4, 10] }]);
    const taken = [...whole.slice(0, 3), heard('1-4', 'reply.reset'), delta('1-5', 'answer to t-1'), ended('1-6')];
    expect(on(opened(), ...taken)).toEqual([]);
  });

  it('text that ends before the reply does', () => {
    expect(on(opened(), ...whole.slice(0, 3), ended('1-4'))).toEqual([{ code: 'stream_gap', lines: [4, 8] }]);
  });

  it('a reply that was never streamed', () => {
    expect(on(opened(), ...whole.slice(0, 2), ended('1-3'))).toEqual([]);
  });

  it('anything of a turn after its end', () => {
    expect(on(opened(), ...whole, delta('1-6', 'more'))).toEqual([{ code: 'stream_repeat', lines: [4, 10] }]);
  });

  it('a journal that began anew, with and without a word', () => {
    const anew = [heard('2-1', 'turn.accepted'), heard('2-2', 'turn.started'), ended('2-3')];
    expect(on(opened(), ...whole.slice(0, 3), gap, ...anew)).toEqual([]);
    expect(on(opened(), ...whole.slice(0, 3), ...anew)).toEqual([{ code: 'stream_gap', lines: [4, 8] }]);
  });

  it('one id, two contents', () => {
    const other: HistoryEvent = { at: 1, event: 'opened', reader: 'other', conversationId: c, after: '1-2' };
    const told: HistoryEvent = {
      at: 1,
      event: 'heard',
      reader: 'other',
      id: '1-3',
      type: 'reply.delta',
      turnId: 't-1',
      text: 'else',
    };
    const left: HistoryEvent = { at: 1, event: 'closed', reader: 'other', how: 'left' };
    expect(on(opened(), ...whole, other, told, left)).toEqual([{ code: 'stream_repeat', lines: [7, 11] }]);
  });

  it('a stream of one turn that the server ended without its end', () => {
    expect(on(opened(null, 0, 't-1'), ...whole.slice(0, 3), closed('complete'))).toEqual([
      { code: 'stream_gap', lines: [4, 8] },
    ]);
    expect(on(opened(null, 0, 't-1'), ...whole.slice(0, 3), closed('cut'))).toEqual([]);
    expect(on(opened(null, 0, 't-1'), ...whole, closed('complete'))).toEqual([]);
  });

  it('a stream of one turn that tells of another', () => {
    expect(
      verdictsOn(
        ...answered,
        submitted('t-2', 1),
        replied(1, 't-2', 2),
        opened(null, 0, 't-1'),
        ...whole,
        heard('1-6', 'turn.started', 't-2'),
      ),
    ).toEqual([{ code: 'foreign', lines: [12] }]);
  });

  it('a turn ended from the ledger, after the journal has forgotten it', () => {
    expect(on(opened(null, 0, 't-1'), ...whole.slice(0, 3), ended('1-3'), closed('complete'))).toEqual([]);
    expect(on(opened(null, 0, 't-1'), ended('0-1'), closed('complete'))).toEqual([]);
  });

  it('a turn ended from the ledger behind a later one, as the journal has forgotten it', () => {
    const forgotten: HistoryEvent = { at: 15, event: 'gap', reader: 'r', id: '1-5' };
    const stream = [opened(null, 0, 't-1'), ...whole.slice(0, 3), forgotten];
    expect(on(...stream, ended('1-7'), closed('complete'))).toEqual([]);
    // Seed 701270: what stood before the gap is not missing after it; what stands behind it is.
    const other: HistoryEvent = { at: 1, event: 'opened', reader: 'other', conversationId: c, after: '1-5' };
    const reset: HistoryEvent = {
      at: 10,
      event: 'heard',
      reader: 'other',
      id: '1-6',
      type: 'reply.reset',
      turnId: 't-1',
    };
    const left: HistoryEvent = { at: 1, event: 'closed', reader: 'other', how: 'left' };
    expect(on(...stream, ended('1-7'), closed('complete'), other, reset, left)).toEqual([
      { code: 'stream_gap', lines: [8, 9] },
    ]);
  });

  it('an end that a listener was never told', () => {
    expect(on(opened(), ...whole.slice(0, 3))).toEqual([{ code: 'stream_gap', lines: [3, 4] }]);
    expect(on(opened(), ...whole.slice(0, 3), closed('left'))).toEqual([]);
    expect(on(opened())).toEqual([{ code: 'stream_gap', lines: [3, 4] }]);
    // It had ended, perhaps, when this one began to listen.
    expect(on(opened(null, 5))).toEqual([]);
  });

  it('nothing is left out to who resumes where the stream said that it begins, cut before its first event', () => {
    const begins: HistoryEvent = { at: 0, event: 'opened', reader: 'r', conversationId: c, after: null, from: '1-0' };
    expect(on(begins, closed('cut'), opened('1-0', 5), ...whole)).toEqual([]);
    expect(on(begins, closed('cut'), opened('1-0', 5))).toEqual([{ code: 'stream_gap', lines: [3, 6] }]);
    expect(on(begins, closed('cut'), opened('1-0', 5), ...whole.slice(1))).toEqual([
      { code: 'stream_gap', lines: [6, 7] },
    ]);
  });

  it('turns that ended are left out at the start, those in progress are not', () => {
    const other: HistoryEvent = { at: 1, event: 'opened', reader: 'other', conversationId: c, after: null };
    const all = whole.map((event): HistoryEvent => (event.event === 'heard' ? { ...event, reader: 'other' } : event));
    const left: HistoryEvent = { at: 1, event: 'closed', reader: 'other', how: 'left' };
    const next = [submitted('t-2', 1, 1), replied(1, 't-2', 2)];
    const told = [heard('1-6', 'turn.accepted', 't-2'), ended('1-7', 't-2', 2)];
    expect(on(...next, other, ...all, left, opened(null, 5), ...told)).toEqual([]);
    const inProgress = [heard('1-2', 'turn.started'), ...whole.slice(2), ...told];
    expect(on(...next, other, ...all, left, opened(null, 5), ...inProgress)).toEqual([
      { code: 'stream_gap', lines: [13, 14] },
    ]);
  });

  it('a journal with a hole in it', () => {
    const entries = [whole[0], whole[1], whole[3], whole[4]].flatMap((event) =>
      event?.event === 'heard' ? [event] : [],
    );
    expect(on({ at: 99, event: 'journal', conversationId: c, entries })).toEqual([{ code: 'stream_gap', lines: [4] }]);
  });
});

describe('effects', () => {
  const effect = (key: string | null, intent: string | null, tool = 'reserve_stock'): HistoryEvent => ({
    at: 1,
    event: 'effect',
    tool,
    key,
    intent,
  });

  it('once for each intent and each key', () => {
    expect(verdictsOn(effect('k1', 'i1'), effect('k2', 'i2'), effect(null, null), effect(null, null))).toEqual([]);
    expect(verdictsOn(effect('k1', 'i1'), effect('k1', 'i1', 'another_tool'))).toEqual([]);
    expect(verdictsOn(effect('k1', 'i1'), effect('k2', 'i1'))).toEqual([{ code: 'effect_twice', lines: [2, 3] }]);
    expect(verdictsOn(effect('k1', 'i1'), effect('k1', 'i2'))).toEqual([{ code: 'effect_twice', lines: [2, 3] }]);
  });
});

describe('what tools returned is told', () => {
  const set: HistoryEvent = { ...begin, freshFor: { check_inventory: { asItIs: 15_000, ifError: 65_000 } } };
  const read = { tool: 'check_inventory', subject: 'SKU-1', value: '92' };
  const served: HistoryEvent = { at: 1_000, event: 'served', ...read };
  const used = (begunAt: number, standsIn = false, worker = 'w'): HistoryEvent => ({
    ...{ at: begunAt, event: 'used' as const, worker, begunAt, standsIn },
    ...read,
  });
  const heard = (at: number, changedAt: number): HistoryEvent => ({
    ...{ at, event: 'heard_of' as const, worker: 'w', subject: 'SKU-1', changedAt },
  });
  const on = (...events: readonly HistoryEvent[]) =>
    check(numbered([set, served, ...events, end])).verdicts.map(({ code, lines }) => ({ code, lines }));

  it('as long as the proto allows, longer where it stands in for an answer that could not be had', () => {
    expect(on(used(16_000), used(66_000, true))).toEqual([]);
    expect(on(used(16_001))).toEqual([{ code: 'stale_answer', lines: [2, 3] }]);
    expect(on(used(66_001, true))).toEqual([{ code: 'stale_answer', lines: [2, 3] }]);
  });

  it('not after a change that the same worker had heard of', () => {
    expect(on(heard(3_000, 2_000), used(3_000), used(4_000, false, 'w2'))).toEqual([]);
    expect(on(heard(3_000, 900), used(4_000))).toEqual([]);
    expect(on(heard(3_000, 2_000), used(3_001))).toEqual([{ code: 'stale_answer', lines: [2, 3, 4] }]);
  });
});

describe('effects and the yes they need', () => {
  const set: HistoryEvent = { ...begin, effectsOf: ['reserve_stock'] };
  const call = (outcome: 'ok' | 'skipped') => ({ id: '', name: 'reserve_stock', arguments: {}, outcome, ms: 0 });
  const asks = replied(0, 't-1', 1, { toolCalls: [call('skipped')] });
  const held = { key: 'k', callId: '', tool: 'reserve_stock', arguments: {}, turnId: 't-1', expiresAt: '' };
  const question = { ...snapshot(0, [1, 1, 1], [reply('t-1', 1, { toolCalls: [call('skipped')] })]), at: 49 };
  const asked = { ...question, value: question.value?.replace('"held":null', `"held":${JSON.stringify(held)}`) ?? '' };
  const says = (turnId: string, at: number, confirms = true): HistoryEvent =>
    ({ ...submitted(turnId, undefined, at), confirms }) as HistoryEvent;
  const done = (offset: number, turnId: string, version: number) =>
    replied(offset, turnId, version, { toolCalls: [call('ok')] });
  const effect = (at: number): HistoryEvent => ({
    at,
    event: 'effect',
    tool: 'reserve_stock',
    key: 'k',
    intent: null,
    conversationId: c,
  });
  const on = (...events: readonly HistoryEvent[]) =>
    check(numbered([set, submitted('t-1'), asked, asks, ...events, end]))
      .verdicts.filter(({ code }) => code.startsWith('effect'))
      .map(({ code, lines }) => ({ code, lines }));

  it('a yes after the question, and an effect after the yes', () => {
    expect(on(says('t-2', 60), effect(70), done(1, 't-2', 2))).toEqual([]);
  });

  it('a yes before the question, after the effect, when the question was closed, or none at all', () => {
    const unasked = [{ code: 'effect_unasked', lines: [4, 6] }];
    expect(on(says('t-2', 40), effect(70), done(1, 't-2', 2))).toEqual(unasked);
    expect(on(says('t-2', 80), effect(70), done(1, 't-2', 2))).toEqual(unasked);
    expect(on(says('t-2', 700_000), effect(700_010), done(1, 't-2', 2))).toEqual(unasked);
    expect(on(says('t-2', 60, false), effect(70), done(1, 't-2', 2))).toEqual(unasked);
  });

  it('what landed after the question without its sender being told may have been a yes', () => {
    const landed = (at: number): HistoryEvent => ({
      ...record('chat.turns', 0, JSON.stringify({ conversationId: c, turnId: 't-2', text: 'hi' })),
      at,
    });
    expect(on(landed(60), effect(70), done(1, 't-2', 2))).toEqual([]);
    expect(on(landed(40), effect(70), done(1, 't-2', 2))).toEqual([{ code: 'effect_unasked', lines: [4, 6] }]);
  });

  it('a yes after something else had been said', () => {
    const between = [says('t-2', 60, false), replied(1, 't-2', 2)];
    expect(on(...between, says('t-3', 65), effect(70), done(2, 't-3', 3))).toEqual([
      { code: 'effect_unasked', lines: [4, 8] },
    ]);
  });

  it('a yes after a command that came too late, which leaves the question', () => {
    const about = {
      conversationId: c,
      commandId: 'a-1',
      tenant: 'default',
      agent: 'a',
      agentName: 'a',
      handoff: 't-0',
    };
    const { value, headers } = encodeAgentCommand({ kind: 'note', text: 'late', ...about }, home);
    const place = { topic: topics.turns, partition: home, offset: 0n, key: Buffer.from(c) };
    const command = {
      kind: 'note',
      handoff: 't-0',
      agent: 'a',
      outcome: 'refused',
      reason: 'over',
      silent: true,
    } as const;
    const late = [recordEvent({ ...place, value, headers }, 60), replied(1, 'a-1', 2, { text: '', command })];
    expect(on(...late, says('t-2', 65), effect(70), done(2, 't-2', 3))).toEqual([]);
    expect(on(...late, effect(70), done(2, 't-2', 3))).toEqual([{ code: 'effect_unasked', lines: [4, 7] }]);
  });

  it.each(['cancelled', 'deadline_exceeded'] as const)(
    'a yes after one that was %s, unless that may have been part of the asking turn',
    (kind) => {
      const error = { kind, message: '', suggestion: '', retryable: false };
      const calledOff = replied(1, 't-2', 2, { status: 'failed', error });
      const after = (at: number): HistoryEvent[] => [says('t-2', at, false), calledOff];
      const yes = [says('t-3', 65), effect(70), done(2, 't-3', 3)];
      expect(on(...after(60), ...yes)).toEqual([{ code: 'effect_unasked', lines: [4, 8] }]);
      expect(on(...after(40), ...yes)).toEqual([]);
    },
  );

  it('an effect under a key that nobody was asked about', () => {
    expect(on(says('t-2', 60), { ...effect(70), key: 'another' } as HistoryEvent)).toEqual([
      { code: 'effect_unasked', lines: [6] },
    ]);
  });

  it('a reply that says so without an effect', () => {
    expect(on(says('t-2', 60), done(1, 't-2', 2))).toEqual([{ code: 'effect_missing', lines: [6] }]);
  });
});

describe('turns given up as poison', () => {
  const set: HistoryEvent = { ...begin, attempts: 3 };
  const error = { kind: 'poison', message: '', suggestion: '', retryable: false } as const;
  const died = (at: number, turnId?: string): HistoryEvent =>
    turnId === undefined
      ? { at, event: 'died', worker: 'w', by: 'kill' }
      : { at, event: 'died', worker: 'w', by: 'turn', conversationId: 'c-2', turnId };
  const on = (...events: readonly HistoryEvent[]) =>
    check(numbered([set, submitted('t-1'), replied(0, 't-1', 1, { status: 'failed', error }), ...events, end]))
      .verdicts.filter(({ code }) => code === 'poison_innocent')
      .map(({ code }) => code);

  it('after as many ends as it takes, the last of them perhaps its own', () => {
    expect(on(died(10), died(20), died(30))).toEqual([]);
    expect(on(died(10, 'x'), died(20, 'x'), died(30, 'y'))).toEqual([]);
    expect(on({ ...died(10, 't-1'), conversationId: c } as HistoryEvent)).toEqual([]);
  });

  it('after fewer, or beside another suspect', () => {
    expect(on(died(10), died(20))).toEqual(['poison_innocent']);
    expect(on(died(10, 'x'), died(20, 'x'), died(30, 'x'))).toEqual(['poison_innocent']);
  });
});

describe('while nothing is broken', () => {
  const set: HistoryEvent = { ...begin, turnDeadlineMs: 1_000, atOnce: 1 };
  const calm: HistoryEvent = { at: 100_000, event: 'calm', forMs: 100_000 };
  const sent: HistoryEvent = { ...submitted('t-1'), at: 10 };
  const at = (event: HistoryRecord, when: number): HistoryRecord => ({ ...event, at: when });
  const on = (...events: readonly HistoryEvent[]) =>
    check(numbered([set, ...events, end])).verdicts.map(({ code }) => code);
  const failed = replied(0, 't-1', 1, {
    status: 'failed',
    error: { kind: 'model_unavailable', message: '', suggestion: '', retryable: true },
  });

  it('a turn is answered and told within its deadline and a second, or is late', () => {
    expect(on(calm, sent, at(replied(0, 't-1', 1), 2_010))).toEqual([]);
    expect(on(calm, sent, at(replied(0, 't-1', 1), 2_011))).toEqual(['late']);
    expect(on(sent, at(replied(0, 't-1', 1), 2_011))).toEqual([]);
    const told = { ...ended('1-1'), at: 2_011 };
    expect(on(calm, sent, replied(0, 't-1', 1), opened(), told)).toEqual(['late']);
    const slow = { ...opened(), slow: true } as HistoryEvent;
    expect(on(calm, sent, replied(0, 't-1', 1), slow, told)).toEqual([]);
  });

  it('a client that waits for the reply is given it when it is there, and sent away when its time is up', () => {
    const answer = at(replied(0, 't-1', 1), 500);
    const waited = (when: number, given: Reply | null, sentAt = 10, seconds = 5): HistoryEvent => ({
      ...{ at: when, event: 'waited', conversationId: c, turnId: 't-1', sentAt, seconds },
      reply: given && { ...given },
    });
    const right = reply('t-1', 1);
    expect(on(calm, sent, answer, waited(1_500, right))).toEqual([]);
    expect(on(calm, sent, answer, waited(1_501, right))).toEqual(['late']);
    expect(on(calm, sent, answer, waited(5_010, null))).toEqual(['late']);
    expect(on(sent, answer, waited(5_010, null))).toEqual([]);
    expect(on(calm, sent, at(answer, 1_500), waited(2_010, null, 10, 2))).toEqual([]);
    expect(on(calm, sent, answer, waited(9_000, right, 8_500))).toEqual([]);
    expect(on(calm, sent, answer, waited(600, reply('t-1', 1, { text: 'else' })))).toEqual(['answered_differently']);
  });

  it('a turn may wait for others when there are more than a worker works on', () => {
    const other: HistoryEvent = { at: 9, event: 'submitted', conversationId: 'c-2', turnId: 't' };
    expect(on(calm, other, sent, at(replied(0, 't-1', 1), 2_011))).not.toContain('late');
  });

  it('a turn that fails needs a reason', () => {
    const troubled: HistoryEvent = { at: 10, event: 'troubled', conversationId: c, turnId: 't-1', why: 'its model' };
    expect(on(calm, sent, failed)).toEqual(['needless_failure']);
    expect(on(sent, failed)).toEqual([]);
    expect(on(calm, sent, troubled, failed)).toEqual([]);
  });

  it('a turn finds no model only if as many have failed by then as it may ask', () => {
    const beside: HistoryEvent = { at: 20, event: 'troubled', conversationId: 'c-2', turnId: 't-9', why: 'its model' };
    const other = { ...sent, conversationId: 'c-2', turnId: 't-9' } as HistoryEvent;
    const broken = (model: string, when: number): HistoryEvent => ({ at: when, event: 'model_failed', model });
    const told = (...events: readonly HistoryEvent[]) =>
      check(
        numbered([{ ...set, modelsPerTurn: 2 }, calm, sent, other, beside, ...events, failed, end]),
      ).verdicts.filter(({ code }) => code === 'needless_failure');
    expect(told()).toHaveLength(1);
    expect(told(broken('a', 15), broken('a', 16))).toHaveLength(1);
    expect(told(broken('a', 15), broken('b', failed.at + 1))).toHaveLength(1);
    expect(told(broken('a', -30_000), broken('b', 16))).toEqual([]);
    expect(told(broken('a', -50_000), broken('b', 16))).toHaveLength(1);
    expect(on(calm, sent, other, beside, failed).includes('needless_failure')).toBe(false);
  });

  it('a turn that is called off in time is not answered', () => {
    const cancelled: HistoryEvent = { at: 20, event: 'cancelled', conversationId: c, turnId: 't-1' };
    expect(on(calm, sent, cancelled, at(replied(0, 't-1', 1), 1_500))).toEqual(['cancel_ignored']);
    expect(on(calm, sent, cancelled, at(replied(0, 't-1', 1), 500))).toEqual([]);
    expect(on(calm, sent, cancelled, at(failed, 1_500))).toEqual([]);
  });

  it('one id is one message', () => {
    const post = (body: string): HistoryEvent => ({ ...sent, over: 'http', body }) as HistoryEvent;
    const refused: HistoryEvent = {
      at: 20,
      event: 'refused',
      conversationId: c,
      turnId: 't-1',
      status: 409,
      body: 'b',
    };
    expect(on(calm, post('a'), post('a'), replied(0, 't-1', 1))).toEqual([]);
    expect(on(calm, post('a'), post('b'), replied(0, 't-1', 1))).toEqual(['conflict_missed']);
    expect(on(post('a'), post('b'), replied(0, 't-1', 1))).toEqual([]);
    expect(on(calm, post('a'), refused, replied(0, 't-1', 1))).toEqual([]);
    expect(on(calm, post('b'), refused, replied(0, 't-1', 1))).toEqual(['needless_failure']);
  });
});

describe('records off the contract', () => {
  it('no reply, no snapshot, the wrong place', () => {
    expect(verdictsOn(record('chat.replies', 0, 'x'))).toEqual([{ code: 'off_contract', lines: [2] }]);
    expect(verdictsOn(record('chat.conversations', 0, '{}'))).toEqual([{ code: 'off_contract', lines: [2] }]);
    const away = { ...replied(1, 't-1', 1), partition: 1 - home };
    expect(verdictsOn(...answered, away)).toEqual([{ code: 'off_contract', lines: [4] }]);
    expect(verdictsOn(...answered, { ...replied(1, 't-1', 1), key: null })).toEqual([
      { code: 'off_contract', lines: [4] },
    ]);
  });

  it('the highest snapshot is one that only looks so', () => {
    const value = JSON.stringify({ generation: 1, epoch: 1, conversation: { conversationId: c, version: 1 } });
    expect(verdictsOn(...answered, record('chat.conversations', 0, value))).toEqual([
      { code: 'off_contract', lines: [4] },
    ]);
  });
});
