import { homePartition, type Reply } from '@turnfleet/contract';
import type { Random } from '@turnfleet/core';
import type { EventOf, HistoryEvent, HistoryRecord } from '../../history/history-event.ts';
import type { VerdictCode } from '../verdict.ts';
import { partitions, replyOf, SmallLog } from './small-log.ts';

/** Breaks one promise in a history that keeps all; null if this history has nothing to break so. */
type Corruption = (history: readonly HistoryEvent[], random: Random) => HistoryEvent[] | null;

type Replies = (HistoryRecord & { readonly reply: Reply })[];

/** Every way of breaking one promise, by the one verdict it has to yield. */
export const corruptions: readonly {
  readonly code: VerdictCode;
  readonly how: string;
  readonly corrupt: Corruption;
}[] = [
  {
    code: 'lost',
    how: 'a turn was accepted and nothing came of it',
    corrupt: (history) => added(history, { at: 5, event: 'submitted', conversationId: 'c0', turnId: 'never' }),
  },
  {
    code: 'lost',
    how: 'a record that is no turn is not in the dead letters',
    corrupt: (history, random) => {
      const dead = picked(ofTopic(history, 'chat.turns.dlq'), random);
      return dead && history.filter((event) => event !== dead);
    },
  },
  {
    code: 'unanswered',
    how: 'the last turn of a conversation has no reply',
    corrupt: (history, random) => {
      const last = picked(lastReplies(history), random);
      if (!last) return null;
      const gone = repliesIn(history).filter(({ reply }) => isSameTurn(reply, last.reply));
      return without(history, gone);
    },
  },
  {
    code: 'answered_differently',
    how: 'a second terminal record says something else',
    corrupt: (history, random) => {
      const first = picked(repliesIn(history), random);
      return first && added(history, appendedReply(history, { ...first.reply, text: 'something else' }));
    },
  },
  {
    code: 'out_of_order',
    how: 'two replies of a conversation changed places',
    corrupt: (history, random) => {
      const all = repliesIn(history).filter(
        (record, _, replies) => isAlone(record, replies) && record.reply.answeredBy === null,
      );
      const one = picked(all, random);
      const other = all.find((record) => one && record.key === one.key && record.reply.version > one.reply.version);
      if (!one || !other) return null;
      const places = new Map<HistoryEvent | undefined, HistoryRecord>([
        [history.find((event) => isAt(event, one)), other],
        [history.find((event) => isAt(event, other)), one],
      ]);
      return history.map((event) => {
        const from = places.get(event);
        return from && event.event === 'record' ? { ...event, value: from.value, headers: from.headers } : event;
      });
    },
  },
  {
    code: 'stale_write',
    how: 'the snapshots of the last turn are gone',
    corrupt: (history, random) => {
      const last = picked(lastReplies(history), random);
      if (!last) return null;
      const stale = ofTopic(history, 'chat.conversations').filter(
        ({ key, value }) => key === last.key && versionOf(value) >= last.reply.version,
      );
      return history.filter((event) => !stale.some((record) => record === event));
    },
  },
  {
    code: 'stale_write',
    how: 'the store shows a conversation as it was before its last turn',
    corrupt: (history, random) => {
      const viewed = picked(
        history.filter((event) => event.event === 'viewed').filter(({ version }) => version > 0),
        random,
      );
      const stale = viewed && { ...viewed, version: viewed.version - 1, turns: viewed.turns.slice(0, -1) };
      return stale && replaced(history, viewed, stale);
    },
  },
  {
    code: 'stale_last',
    how: 'an older snapshot was written late, and the owner wrote behind it and left it so',
    corrupt: (history, random) => {
      const snapshots = ofTopic(history, 'chat.conversations');
      const late = picked(
        snapshots.filter(({ key, value }) => snapshots.some((one) => one.key === key && isNewer(one.value, value))),
        random,
      );
      if (!late) return null;
      const offset = String(snapshots.filter(({ partition }) => partition === late.partition).length);
      return withNeighbour(added(history, { ...late, offset }), late.partition, {});
    },
  },
  {
    code: 'stream_gap',
    how: 'a reader was not given an event',
    corrupt: (history, random) => {
      const heard = picked(
        history.filter((event) => event.event === 'heard').filter((event) => isStrict(history, event)),
        random,
      );
      return heard && history.filter((event) => event !== heard);
    },
  },
  {
    code: 'stream_repeat',
    how: 'a reader was given an event twice',
    corrupt: (history, random) => {
      const heard = picked(
        history.filter((event) => event.event === 'heard' && isOfConversation(history, event.reader)),
        random,
      );
      return heard && history.flatMap((event) => (event === heard ? [event, event] : [event]));
    },
  },
  {
    code: 'effect_twice',
    how: 'an effect was applied again',
    corrupt: (history, random) => {
      const effect = picked(
        history.filter((event) => event.event === 'effect'),
        random,
      );
      return effect && added(history, effect);
    },
  },
  {
    code: 'effect_unasked',
    how: 'the yes had been said before the question was asked',
    corrupt: (history, random) => {
      const effect = picked(effectsIn(history), random);
      const yes = effect && lastOf(sentIn(history, effect), ({ at }) => at < effect.at);
      if (!yes) return null;
      const isYes = (event: HistoryEvent): boolean =>
        event.event === 'submitted'
          ? isOfTurn(event, yes)
          : event.event === 'record' && event.topic === 'chat.turns' && isTextOf(event, yes);
      return history.map((event) => (isYes(event) ? { ...event, at: 1 } : event));
    },
  },
  {
    code: 'effect_missing',
    how: 'a reply says that something was done that was not',
    corrupt: (history, random) => {
      const effect = picked(effectsIn(history), random);
      return effect && history.filter((event) => event !== effect);
    },
  },
  {
    code: 'conflict_missed',
    how: 'another message was accepted under the same id',
    corrupt: (history, random) => {
      const sent = picked(
        history.filter((event) => event.event === 'submitted'),
        random,
      );
      return sent && added(history, { ...sent, at: sent.at + 5, body: 'another message' });
    },
  },
  {
    code: 'cancel_ignored',
    how: 'a turn was answered long after it was called off',
    corrupt: (history, random) => {
      const isYes = ({ reply }: Replies[number]): boolean => reply.toolCalls.some(({ outcome }) => outcome === 'ok');
      const answered = picked(
        repliesIn(history).filter((record, _, all) => isAlone(record, all) && !isYes(record)),
        random,
      );
      if (!answered) return null;
      const { conversationId, turnId } = answered.reply;
      return added(history, { at: answered.at - 1_500, event: 'cancelled', conversationId, turnId });
    },
  },
  {
    code: 'poison_innocent',
    how: 'a turn was given up because of what another one did',
    corrupt: (history) => {
      const error = { kind: 'poison', message: '', suggestion: '', retryable: false } as const;
      const log = new SmallLog();
      log.deadLetter(0, BigInt(farOffset), { key: null, value: null, headers: {} });
      const [letter] = log.records().flat();
      const killed = [20, 30, 40].map(
        (at): HistoryEvent => ({ at, event: 'died', worker: 'w', by: 'turn', conversationId: 'c', turnId: 'killer' }),
      );
      return withNeighbour(
        [...killed, ...(letter ? [{ ...letter, offset: farOffset }] : [])].reduce<HistoryEvent[]>(added, [...history]),
        0,
        { status: 'failed', error },
      );
    },
  },
  {
    code: 'needless_failure',
    how: 'a turn failed for no reason',
    corrupt: (history) => {
      const error = { kind: 'model_unavailable', message: '', suggestion: '', retryable: true } as const;
      return withNeighbour(history, 0, { status: 'failed', error });
    },
  },
  {
    code: 'needless_failure',
    how: 'a turn was refused as a conflict with itself',
    corrupt: (history, random) => {
      const sent = picked(
        history.filter((event) => event.event === 'submitted'),
        random,
      );
      if (!sent) return null;
      const { at, conversationId, turnId, body = '' } = sent;
      return added(history, { at, event: 'refused', conversationId, turnId, status: 409, body });
    },
  },
  {
    code: 'needless_end',
    how: 'a worker ended by itself',
    corrupt: (history) => added(history, { at: 20, event: 'died', worker: 'w', by: 'itself' }),
  },
  {
    code: 'late',
    how: 'a turn was answered long after its deadline',
    corrupt: (history, random) => {
      const alone = repliesIn(history).filter(
        (record, _, all) => isAlone(record, all) && history.some((event) => isSent(event, record.reply)),
      );
      const answered = picked(alone, random);
      return answered && history.map((event) => (isAt(event, answered) ? { ...event, at: event.at + 40_000 } : event));
    },
  },
  {
    code: 'foreign',
    how: 'there is a reply to a turn nobody submitted',
    corrupt: (history) => added(history, appendedReply(history, replyOf('c0', 'nobodys', 99, 'hello'))),
  },
  {
    code: 'off_contract',
    how: 'a record of chat.replies is no reply',
    corrupt: (history) => added(history, { ...appendedReply(history, replyOf('c0', 't', 1, '')), value: '{}' }),
  },
  {
    code: 'off_contract',
    how: 'a reply stands where no reader of its conversation looks',
    corrupt: (history) => {
      const elsewhere = (homePartition('c0', partitions) + 1) % partitions;
      return added(history, {
        ...appendedReply(history, replyOf('c0', 't1', 1, '')),
        partition: elsewhere,
        offset: '1000',
      });
    },
  },
];

type Effect = EventOf<'effect'>;
type TurnName = { readonly conversationId: string; readonly turnId: string };

/** Of a partition that has no more records than that. */
const farOffset = '100000';

const effectsIn = (history: readonly HistoryEvent[]): Effect[] => history.filter((event) => event.event === 'effect');
const isOfTurn = (a: TurnName, b: TurnName): boolean => a.conversationId === b.conversationId && a.turnId === b.turnId;
const isSent = (event: HistoryEvent, turn: TurnName): boolean => event.event === 'submitted' && isOfTurn(event, turn);
const isTextOf = ({ value }: HistoryRecord, { conversationId, turnId }: TurnName): boolean =>
  value?.includes(`"conversationId":"${conversationId}","turnId":"${turnId}"`) === true;

/** What said yes in the conversation of an effect, in the order of time. */
function sentIn(history: readonly HistoryEvent[], { conversationId }: Effect): EventOf<'submitted'>[] {
  return history
    .filter((event) => event.event === 'submitted')
    .filter((sent) => sent.conversationId === conversationId && sent.confirms === true)
    .sort((a, b) => a.at - b.at);
}

function lastOf<T>(items: readonly T[], is: (item: T) => boolean): T | undefined {
  return items.findLast(is);
}

/** With one more conversation that is at home there: one turn, its reply, and a snapshot of both. */
function withNeighbour(history: readonly HistoryEvent[], partition: number, more: Partial<Reply>): HistoryEvent[] {
  const neighbour = neighbourIn(partition);
  const turn = { conversationId: neighbour, turnId: 't' };
  const reply = { ...replyOf(neighbour, 't', 1, 'answer'), ...more };
  const turns = [{ turnId: 't', submittedAt: '', text: 'text', reply }];
  const log = new SmallLog();
  const conversation = { conversationId: neighbour, version: 1, state: 'init', held: null, turns } as const;
  log.snapshot({ generation: 1, epoch: 1, conversation, unpublished: [] });
  const place = { partition, offset: farOffset };
  return [
    ...log.records().flat(),
    { ...appendedReply(history, reply), at: 100 },
    { at: 10, event: 'submitted' as const, ...turn, ...place },
  ].reduce<HistoryEvent[]>(
    (all, event) => added(all, event.event === 'record' ? { ...event, offset: farOffset } : event),
    [...history],
  );
}

function ofTopic(history: readonly HistoryEvent[], topic: HistoryRecord['topic']): HistoryRecord[] {
  return history.filter((event) => event.event === 'record').filter((record) => record.topic === topic);
}

function repliesIn(history: readonly HistoryEvent[]): Replies {
  return ofTopic(history, 'chat.replies').map((record) => ({
    ...record,
    reply: JSON.parse(record.value ?? '') as Reply,
  }));
}

function lastReplies(history: readonly HistoryEvent[]): Replies {
  return [...new Map(repliesIn(history).map((record) => [record.key, record])).values()].map((last) =>
    repliesIn(history)
      .filter(({ key }) => key === last.key)
      .reduce((a, b) => (b.reply.version > a.reply.version ? b : a)),
  );
}

const isSameTurn = (a: Reply, b: Reply): boolean => a.turnId === b.turnId && a.conversationId === b.conversationId;
const isAlone = ({ reply }: Replies[number], all: Replies): boolean =>
  all.filter((other) => isSameTurn(other.reply, reply)).length === 1;
const versionOf = (snapshot: string | null): number =>
  (JSON.parse(snapshot ?? '') as { conversation: { version: number } }).conversation.version;

const isNewer = (one: string | null, other: string | null): boolean => versionOf(one) > versionOf(other);

/** A conversation at home there that is in no history. */
function neighbourIn(partition: number): string {
  let n = 0;
  while (homePartition(`neighbour-${n}`, partitions) !== partition) n++;
  return `neighbour-${n}`;
}

function isAt(event: HistoryEvent, { topic, partition, offset }: HistoryRecord): boolean {
  return event.event === 'record' && event.topic === topic && event.partition === partition && event.offset === offset;
}

function without(history: readonly HistoryEvent[], gone: readonly HistoryRecord[]): HistoryEvent[] {
  return history.filter((event) => !gone.some((record) => isAt(event, record)));
}

/** At the end of its home partition. */
function appendedReply(history: readonly HistoryEvent[], reply: Reply): HistoryRecord {
  const partition = homePartition(reply.conversationId, partitions);
  const place = { at: 1, event: 'record', topic: 'chat.replies', partition } as const;
  const taken = ofTopic(history, 'chat.replies').filter((record) => record.partition === partition);
  return { ...place, offset: String(taken.length), key: reply.conversationId, value: JSON.stringify(reply) };
}

function added(history: readonly HistoryEvent[], event: HistoryEvent): HistoryEvent[] {
  return [...history.slice(0, -1), event, ...history.slice(-1)];
}

function replaced(history: readonly HistoryEvent[], before: HistoryEvent, after: HistoryEvent): HistoryEvent[] {
  return history.map((event) => (event === before ? after : event));
}

function picked<T>(items: readonly T[], random: Random): T | null {
  return items[Math.floor(random() * items.length)] ?? null;
}

function isOfConversation(history: readonly HistoryEvent[], reader: string): boolean {
  return history.some((event) => event.event === 'opened' && event.reader === reader && event.turnId === null);
}

/** Whether the event stands between two others of a stream that tells everything. */
function isStrict(history: readonly HistoryEvent[], heard: EventOf<'heard'>): boolean {
  const stream = history.filter((event) => 'reader' in event && event.reader === heard.reader);
  const index = stream.indexOf(heard);
  const start = stream.findLastIndex(({ event }, i) => i < index && (event === 'opened' || event === 'gap'));
  const before = stream.slice(start + 1, index).filter((event) => event.event === 'heard');
  const isLive = before.some(({ type }) => type === 'reply.completed');
  return isOfConversation(history, heard.reader) && isLive && stream[index + 1]?.event === 'heard';
}
