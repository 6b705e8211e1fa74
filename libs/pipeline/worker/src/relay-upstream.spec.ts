import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  decodeDeadLetter,
  decodeTurn,
  encodeHeaders,
  headerText,
  homePartition,
  topics,
} from '@turnfleet/contract/events';
import { silentLogger, TurnfleetError } from '@turnfleet/core';
import { ManualClock, settle } from '@turnfleet/core/testing';
import { chatTopics, createEmbeddedLog } from '@turnfleet/embedded';
import { askerHeader, verifyAsker } from '@turnfleet/principal';
import type { LogRecord, NewRecord, TurnLog } from '@turnfleet/turn-engine';
import { type Relay, relayUpstream } from './relay-upstream.ts';

const topic = 'crm.turns';
const partitions = 4;
const keys = new Map([['k', Buffer.alloc(32, 1)]]);

let clock: ManualClock;
let log: ReturnType<typeof createEmbeddedLog>;
let relays: Relay[];
beforeEach(() => {
  clock = new ManualClock();
  log = createEmbeddedLog(clock, chatTopics(partitions));
  log.createTopic(topic, { partitions: 1, keep: 'newest' });
  relays = [];
});
afterEach(async () => {
  await Promise.all(relays.map((relay) => relay.stop()));
  await log.close();
});

async function start(over: Partial<TurnLog> = {}): Promise<Relay> {
  const own: TurnLog = { ...log, ...over };
  const limits = { turnDeadlineMs: 30_000, drainMs: 5_000 };
  const relay = await relayUpstream(
    { log: own, clock, logger: silentLogger, partitions, group: 'g', ...limits, keys },
    topic,
    'acme',
  );
  relays.push(relay);
  return relay;
}

const turn = (number: number, more: object = {}) => ({
  ...{ conversationId: `c-${number % 2}`, turnId: `t-${number}`, text: `Question ${number}`, tenant: 'beta' },
  ...more,
});
const send = (value: unknown, headers: Record<string, string> = {}) =>
  log.append({
    ...{ topic, partition: 0, key: null, headers: encodeHeaders(headers) },
    value: new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value)),
  });

async function read(from: string, count = partitions): Promise<LogRecord[]> {
  const found: LogRecord[] = [];
  for (let partition = 0; partition < count; partition++)
    for await (const record of log.read(from, partition, 0n)) found.push(record);
  return found;
}
async function brought() {
  await settle();
  return (await read(topics.turns)).map((record) => ({ record, decoded: decodeTurn(record) }));
}
const idsOf = (found: Awaited<ReturnType<typeof brought>>, conversation: string) =>
  found.flatMap(({ decoded }) =>
    decoded.kind === 'turn' && decoded.turn.conversationId === conversation ? [decoded.turn.turnId] : [],
  );

describe('turns in a topic of an upstream’s own', () => {
  it('are brought to their homes as those of its tenant, whomever they name, vouched for', async () => {
    await start();
    const submittedAt = clock.now();
    await send(turn(1, { user: { id: 'ana' }, metadata: { a: 1 } }), { ce_priority: '3', ce_tenant: 'gamma' });
    await clock.advance(1_000);
    const [one, ...more] = await brought();
    expect(more).toEqual([]);
    expect(one?.decoded).toMatchObject({
      ...{ kind: 'turn', tenant: 'acme', priority: 3, admitted: false, submittedAt },
      ...{ deadlineAt: submittedAt + 30_000, turn: { turnId: 't-1', tenant: 'acme', metadata: { a: 1 } } },
    });
    expect(one?.record.partition).toBe(homePartition('c-1', partitions));
    const value = one?.record.value ?? new Uint8Array();
    const signature = headerText(one?.record.headers ?? {}, askerHeader) ?? '';
    expect(verifyAsker(keys, signature, { conversationId: 'c-1', turnId: 't-1', value })).toMatchObject({
      ...{ tenant: 'acme', user: 'ana', reach: 'tenant', by: 'upstream:crm.turns' },
    });
  });

  it('cannot say that a door let them in, nor who signed them, nor be timers', async () => {
    await start();
    await send(turn(1), { 'x-turnfleet-admitted': '1', [askerHeader]: 'v1.k.forged.forged', 'x-hops': '3' });
    await send(turn(2), { ce_type: 'com.turnfleet.timer.due.v1', ce_id: 't-2', ce_specversion: '1.0' });
    const found = await brought();
    expect(found.map(({ decoded }) => decoded)).toMatchObject([{ kind: 'turn', admitted: false }]);
    expect(headerText(found[0]?.record.headers ?? {}, 'x-hops')).toBe('0');
    expect(await read(topics.deadLetters)).toHaveLength(1);
  });

  it('that are none are kept as dead letters without a reply, and stop nobody', async () => {
    await start();
    await send('no JSON', { traceparent: 'x' });
    await send({ conversationId: 'c-1', turnId: 't-0', text: '' });
    await send(turn(1));
    expect(idsOf(await brought(), 'c-1')).toEqual(['t-1']);
    const letters = await read(topics.deadLetters);
    expect(letters.map((letter) => decodeDeadLetter(letter))).toMatchObject([
      { kind: 'invalid_request', origin: { topic, partition: 0, offset: 0n } },
      { kind: 'invalid_request', origin: { topic, partition: 0, offset: 1n } },
    ]);
    expect(await read(topics.replies)).toEqual([]);
  });

  it('that are too large for the topic of turns go on without what no answer needs', async () => {
    log.limitRecords(topics.turns, 2_000);
    await start();
    await send(turn(1, { metadata: { a: 'x'.repeat(3_000) } }));
    const [one] = await brought();
    expect(one?.decoded).toMatchObject({ kind: 'turn', turn: { text: 'Question 1' } });
    expect(await read(topics.deadLetters)).toHaveLength(1);
  });

  it('keep the order of their conversation while the log is away, and none is lost', async () => {
    let failures = 0;
    const append = async (record: NewRecord) => {
      if (failures++ % 3 !== 2) throw new TurnfleetError('overloaded', 'Kafka is away.', { retryAfterMs: 100 });
      return log.append(record);
    };
    await start({ append });
    for (let i = 0; i < 20; i++) await send(turn(i));
    for (let i = 0; i < 200; i++) await clock.advance(100);
    const found = await brought();
    const numbers = Array.from({ length: 20 }, (_, i) => i);
    for (const rest of [0, 1])
      expect(idsOf(found, `c-${rest}`)).toEqual(numbers.filter((i) => i % 2 === rest).map((i) => `t-${i}`));
  });

  it('that were brought and not committed are brought again, each conversation’s first in order', async () => {
    const commits: bigint[] = [];
    const dying: TurnLog['join'] = async (group, name, member) => {
      const membership = await log.join(group, name, member);
      return { ...membership, commit: () => Promise.reject(new TurnfleetError('overloaded', 'It was killed.')) };
    };
    const first = await start({ join: dying });
    for (let i = 0; i < 6; i++) await send(turn(i));
    expect(await brought()).toHaveLength(6);
    await first.stop();
    const watching: TurnLog['join'] = async (group, name, member) => {
      const membership = await log.join(group, name, member);
      const commit: typeof membership.commit = async (offsets) => {
        await membership.commit(offsets);
        commits.push(...offsets.values());
      };
      return { ...membership, commit };
    };
    await start({ join: watching });
    await send(turn(6));
    const found = await brought();
    expect([...new Set(idsOf(found, 'c-0'))]).toEqual(['t-0', 't-2', 't-4', 't-6']);
    expect(found).toHaveLength(13);
    expect(commits.at(-1)).toBe(7n);
  });

  it('end the start with the reason where there is no such topic', async () => {
    const relaying = relayUpstream(
      { ...{ log, clock, logger: silentLogger, partitions, group: 'g' }, turnDeadlineMs: 1, drainMs: 1 },
      'none',
      'acme',
    );
    await expect(relaying).rejects.toMatchObject({ kind: 'not_found' });
  });
});
