import type { HistoryEvent, HistoryRecord } from '../../history/history-event.ts';
import type { Corruption } from './corruption.ts';
import {
  added,
  appendedReply,
  effectsIn,
  farOffset,
  hasUntold,
  isAlone,
  isAt,
  isNewer,
  isOfConversation,
  isOfTurn,
  isSameTurn,
  isSent,
  isStrict,
  isTextOf,
  lastOf,
  lastReplies,
  ofTopic,
  picked,
  type Replies,
  replaced,
  repliesIn,
  sentIn,
  versionOf,
  withNeighbour,
  without,
} from './edit-history.ts';
import { offContractCorruptions } from './off-contract-corruptions.ts';
import { SmallLog } from './small-log.ts';

/** Every way of breaking one promise, by the one verdict it has to yield. */
export const corruptions: readonly Corruption[] = [
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
      if (!yes || hasUntold(history, effect)) return null;
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
    code: 'ungrounded',
    how: 'a reply states a figure that its model made up',
    corrupt: (history, random) => {
      const states = repliesIn(history).filter(({ reply }) => reply.text.startsWith('¥'));
      const { conversationId = '', turnId, text = '' } = picked(states, random)?.reply ?? {};
      const [figure = ''] = text.split(' ');
      return turnId ? added(history, { at: 1, event: 'made_up', conversationId, turnId, figure }) : null;
    },
  },
  {
    code: 'stale_answer',
    how: 'a turn was told what its worker had heard was over',
    corrupt: (history) => {
      const about = { worker: 'w', subject: 'SKU-1' };
      const read = { tool: 'check_inventory', subject: 'SKU-1', value: '92' };
      const told = added(history, { at: 1, event: 'served', ...read });
      const heard = added(told, { at: 3, event: 'heard_of', ...about, changedAt: 2 });
      return added(heard, { at: 5, event: 'used', ...about, ...read, begunAt: 4, standsIn: false });
    },
  },
  {
    code: 'change_lost',
    how: 'what a service committed is never told',
    corrupt: (history) =>
      added(history, { at: 5, event: 'changed', service: 'inventory', kind: 'stock', subject: 'SKU-1', changedAt: 5 }),
  },
  ...offContractCorruptions,
];
