import { describe, expect, it } from '@jest/globals';
import { encodeTimer, homePartition, topics } from '@turnfleet/contract/events';
import type { HistoryEvent } from '../history/history-event.ts';
import { recordEvent } from '../history/record-event.ts';
import { check } from './check.ts';
import { timerIdOf } from './judge-timers.ts';
import { replyOf } from './testing/small-log.ts';
import { numbered } from './testing/valid-history.ts';

const partitions = 2;
const c = 'c-1';
const home = homePartition(c, partitions);
const startedAt = 1_000_000;
const begin: HistoryEvent = { at: 0, event: 'begin', format: 1, partitions, startedAt, timersWithinMs: 1_000 };
const end: HistoryEvent = { at: 60_000, event: 'end' };
const submitted: HistoryEvent = { at: 1, event: 'submitted', conversationId: c, turnId: 't-1' };

const due = (at: number) => ({ kind: 'query', dueAt: startedAt + at }) as const;
type Due = ReturnType<typeof due>;
const armed = ({ kind, dueAt }: Due) => {
  const iso = new Date(dueAt).toISOString();
  return { kind, dueAt: iso, since: iso };
};
const idOf = (timer: Due): string => timerIdOf(armed(timer));

const bytes = (text: string): Uint8Array => Buffer.from(text);
const fired = (timer: Due, offset: number): HistoryEvent => {
  const { value, headers } = encodeTimer({ conversationId: c, ...timer }, home);
  return recordEvent(
    { topic: topics.turns, partition: home, offset: BigInt(offset), key: bytes(c), value, headers },
    40,
  );
};
const written = (topic: 'chat.replies' | 'chat.conversations', offset: number, value: object): HistoryEvent => ({
  ...{ at: 50 + offset, event: 'record', topic, partition: home, offset: String(offset), key: c },
  value: JSON.stringify(value),
});
const replied = (turnId: string, version: number): HistoryEvent =>
  written('chat.replies', version - 1, replyOf(c, turnId, version, `answer to ${turnId}`));
const snapshot = (version: number, ids: readonly string[], timer?: Due): HistoryEvent => {
  const turns = ids.map((turnId, i) => ({
    ...{ turnId, submittedAt: '', text: turnId.startsWith('timer') ? '' : 'text' },
    reply: replyOf(c, turnId, i + 1, `answer to ${turnId}`),
  }));
  const conversation = {
    conversationId: c,
    version,
    state: 'init',
    held: null,
    results: [],
    turns,
    ...(timer && { timer: armed(timer) }),
  };
  return written('chat.conversations', version - 1, { generation: 1, epoch: 1, conversation, unpublished: [] });
};

const codesOn = (...events: readonly HistoryEvent[]): string[] =>
  check(numbered([begin, ...events, end])).verdicts.map(({ code }) => code);

describe('a timer', () => {
  const first = due(20);
  const ids = ['t-1', idOf(first)];

  it('that ended the dialogue it was armed for, or found it gone on, is as it should be', () => {
    const ended = [snapshot(2, ids), replied(idOf(first), 2)];
    expect(codesOn(submitted, snapshot(1, ['t-1'], first), replied('t-1', 1), fired(first, 1), ...ended)).toEqual([]);
    expect(codesOn(submitted, snapshot(1, ['t-1']), replied('t-1', 1), fired(first, 1))).toEqual([]);
  });

  it('ended a dialogue that was not its own any more', () => {
    const history = [submitted, snapshot(1, ['t-1'], due(30)), replied('t-1', 1), fired(first, 1)];
    expect(codesOn(...history, snapshot(2, ids), replied(idOf(first), 2))).toEqual(['timer_twice']);
  });

  it('ended a dialogue that another one had ended', () => {
    const second = due(30);
    const history = [submitted, snapshot(1, ['t-1'], first), replied('t-1', 1), fired(first, 1), fired(second, 2)];
    const twice = [snapshot(2, ids), replied(idOf(first), 2), snapshot(3, [...ids, idOf(second)])];
    expect(codesOn(...history, ...twice, replied(idOf(second), 3))).toEqual(['timer_twice']);
  });

  it('was due long before the end, and nothing came of it', () => {
    const waiting = (at: number) => codesOn(submitted, snapshot(1, ['t-1'], due(at)), replied('t-1', 1));
    expect(waiting(58_000)).toEqual(['timer_lost']);
    expect(waiting(59_000)).toEqual([]);
  });
});
