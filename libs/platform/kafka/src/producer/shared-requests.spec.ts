import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '@turnfleet/core/testing';
import { KafkaJSConnectionError, KafkaJSProtocolError } from 'kafkajs';
import { sessionTimeoutMs } from '../client/client.ts';
import type { FindWritten } from './find-written.ts';
import type { PartitionBatch } from './micro-batcher.ts';
import type { RefusedWrites, WritePlace } from './refused-writes.ts';
import { type SendBatches, sharedRequests } from './shared-requests.ts';

const refusal = (type: string): Error => new KafkaJSProtocolError({ type, code: 0, message: type } as never);
const cut = (): Error => new KafkaJSConnectionError('cut', { broker: 'b:1' });

/** A batch of records that are their own names, and what became of each. */
function batchOf(partition: number, names: readonly string[]) {
  const outcomes = new Map<string, bigint | string>();
  const pending = names.map((name) => ({
    record: { topic: 't', partition, key: null, value: Buffer.from(name), headers: {} },
    bytes: 1,
    at: new ManualClock().now(),
    landed: (offset: bigint) => void outcomes.set(name, offset),
    failed: (error: unknown) => void outcomes.set(name, (error as { kind: string }).kind),
  }));
  return { batch: { topic: 't', partition, pending } satisfies PartitionBatch, outcomes };
}

const namesOf = (batches: readonly PartitionBatch[]): string[][] =>
  batches.map(({ pending }) => pending.map(({ record }) => Buffer.from(record.value ?? []).toString()));

/** A cluster that answers each request by `judge`: an error refuses the whole request. */
function cluster(judge: (names: string[][], request: number) => Error | undefined) {
  const requests: string[][][] = [];
  const send: SendBatches = async (batches) => {
    requests.push(namesOf(batches));
    const error = judge(namesOf(batches), requests.length);
    if (error) throw error;
    return new Map(batches.map((batch) => [batch, 10n]));
  };
  return { requests, send };
}

interface Given {
  readonly send: SendBatches;
  readonly clock?: ManualClock;
  readonly leaders?: readonly number[];
  readonly findWritten?: FindWritten;
  readonly worthRetrying?: () => boolean;
  readonly writes?: Pick<RefusedWrites, 'refused' | 'taken'>;
}

function delivering({ send, clock = new ManualClock(), leaders, findWritten, worthRetrying, writes }: Given) {
  return sharedRequests({
    send,
    clock,
    leaderOf: (_, partition) => leaders?.[partition] ?? 0,
    findWritten: findWritten ?? (() => Promise.resolve(undefined)),
    worthRetrying: worthRetrying ?? (() => true),
    writes: writes ?? { refused: () => undefined, taken: () => undefined },
  });
}

async function finished(clock: ManualClock, work: Promise<unknown>): Promise<void> {
  let done = false;
  void work.then(() => (done = true));
  while (!done) await clock.advance(100);
}

describe('sharedRequests', () => {
  it('puts the partitions of one moment into one request', async () => {
    const { requests, send } = cluster(() => undefined);
    const deliver = delivering({ send });
    const [one, two] = [batchOf(0, ['a', 'b']), batchOf(1, ['x'])];
    await Promise.all([deliver(one.batch), deliver(two.batch)]);
    expect(requests).toEqual([[['a', 'b'], ['x']]]);
    expect([...one.outcomes, ...two.outcomes]).toEqual([
      ['a', 10n],
      ['b', 11n],
      ['x', 10n],
    ]);
  });

  it('lets one bad record refuse nobody else’s', async () => {
    const { send } = cluster((names) => (names.flat().includes('huge') ? refusal('MESSAGE_TOO_LARGE') : undefined));
    const clock = new ManualClock();
    const deliver = delivering({ send, clock });
    const [one, two] = [batchOf(0, ['a', 'huge', 'b']), batchOf(1, ['x'])];
    await finished(clock, Promise.all([deliver(one.batch), deliver(two.batch)]));
    expect(Object.fromEntries(one.outcomes)).toEqual({ a: 10n, huge: 'invalid_request', b: 10n });
    expect(two.outcomes.get('x')).toBe(10n);
  });

  it('repeats what a broker may take a moment later', async () => {
    const { requests, send } = cluster((_, request) => (request < 4 ? refusal('NOT_LEADER_FOR_PARTITION') : undefined));
    const clock = new ManualClock();
    const { batch, outcomes } = batchOf(0, ['a']);
    await finished(clock, delivering({ send, clock })(batch));
    expect(requests).toHaveLength(4);
    expect(outcomes.get('a')).toBe(10n);
  });

  it('tells which partition a broker refuses, not those that were in the request with it, and when it takes it', async () => {
    const { send } = cluster((names, request) =>
      request < 4 && names.flat().includes('a') ? refusal('NOT_ENOUGH_REPLICAS') : undefined,
    );
    const clock = new ManualClock();
    const told: string[] = [];
    const writes = {
      refused: (place: WritePlace) => void told.push(`refused ${'partition' in place && place.partition}`),
      taken: (place: WritePlace) => void told.push(`taken ${'partition' in place && place.partition}`),
    };
    const deliver = delivering({ send, clock, writes });
    await finished(clock, Promise.all([deliver(batchOf(0, ['a']).batch), deliver(batchOf(1, ['x']).batch)]));
    expect(told.filter((one) => one.endsWith('1'))).toEqual(['taken 1']);
    expect(told.filter((one) => one.endsWith('0'))).toEqual(['refused 0', 'taken 0']);
  });

  it('gives up within its budget, as overloaded', async () => {
    const { send } = cluster(cut);
    const clock = new ManualClock();
    const { batch, outcomes } = batchOf(0, ['a']);
    await finished(clock, delivering({ send, clock })(batch));
    expect(outcomes.get('a')).toBe('overloaded');
    expect(clock.monotonic()).toBeLessThanOrEqual(31_000);
  });

  // Once what the old one had taken was appended again from above.
  it('goes on until other leaders are elected', async () => {
    const clock = new ManualClock();
    const { requests, send } = cluster(() => (clock.monotonic() < 15_000 ? cut() : undefined));
    const { batch, outcomes } = batchOf(0, ['a']);
    await finished(clock, delivering({ send, clock })(batch));
    expect(requests.length).toBeGreaterThan(1);
    expect(outcomes.get('a')).toBe(10n);
  });

  it('does not repeat for a worker that its group may have given up', async () => {
    const { requests, send } = cluster(cut);
    const clock = new ManualClock();
    const { batch, outcomes } = batchOf(0, ['a']);
    await finished(clock, delivering({ send, clock, worthRetrying: () => false })(batch));
    expect(requests).toHaveLength(1);
    expect(outcomes.get('a')).toBe('fenced');
  });

  it('does not send what waited for a whole session: its sender may have slept, and others own its partition', async () => {
    const { requests, send } = cluster(() => undefined);
    const clock = new ManualClock();
    const { batch, outcomes } = batchOf(0, ['a', 'b']);
    const [old, fresh] = batch.pending;
    if (!old || !fresh) throw new Error('There are two.');
    await clock.advance(sessionTimeoutMs);
    await delivering({ send, clock })({
      ...batch,
      pending: [
        { ...old, at: clock.now() - sessionTimeoutMs },
        { ...fresh, at: clock.now() - 1 },
      ],
    });
    expect(requests).toEqual([[['b']]]);
    expect([...outcomes]).toEqual([
      ['a', 'overloaded'],
      ['b', 10n],
    ]);
  });

  it('does not take kafkajs’ silence about a partition for success', async () => {
    const deliver = delivering({ send: () => Promise.resolve(new Map()) });
    const { batch, outcomes } = batchOf(9, ['a']);
    await deliver(batch);
    expect(outcomes.get('a')).toBe('not_found');
  });

  it('asks each broker by itself: the trouble of one repeats nothing at another', async () => {
    const { requests, send } = cluster((names, request) =>
      names.flat().includes('x') && request < 3 ? cut() : undefined,
    );
    const clock = new ManualClock();
    const deliver = delivering({ send, clock, leaders: [1, 2, 1] });
    const batches = [batchOf(0, ['a']), batchOf(1, ['x']), batchOf(2, ['b'])];
    await finished(clock, Promise.all(batches.map(({ batch }) => deliver(batch))));
    expect(requests).toEqual([[['a'], ['b']], [['x']], [['x']]]);
  });

  it('does not repeat a record that a failed request had written', async () => {
    const { requests, send } = cluster(cut);
    const clock = new ManualClock();
    const { batch, outcomes } = batchOf(0, ['a', 'b']);
    await finished(clock, delivering({ send, clock, findWritten: async () => 7n })(batch));
    expect(requests).toHaveLength(1);
    expect([...outcomes]).toEqual([
      ['a', 7n],
      ['b', 8n],
    ]);
  });

  it('sends nothing while it cannot see whether it is there, and gives up within its budget', async () => {
    const { requests, send } = cluster(cut);
    const clock = new ManualClock();
    const { batch, outcomes } = batchOf(0, ['a']);
    await finished(clock, delivering({ send, clock, findWritten: () => Promise.reject(cut()) })(batch));
    expect(requests).toHaveLength(1);
    expect(outcomes.get('a')).toBe('overloaded');
  });

  it('does not repeat for a worker that was given up while it looked', async () => {
    const { requests, send } = cluster(cut);
    const clock = new ManualClock();
    let mine = true;
    const findWritten = async () => void (mine = false);
    const { batch, outcomes } = batchOf(0, ['a']);
    await finished(clock, delivering({ send, clock, findWritten, worthRetrying: () => mine })(batch));
    expect(requests).toHaveLength(1);
    expect(outcomes.get('a')).toBe('fenced');
  });
});
