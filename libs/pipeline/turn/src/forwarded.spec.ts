import { describe, expect, it } from '@jest/globals';
import { decodeDeadLetter, homePartition, hopsOf, topics } from '@turnfleet/contract/events';
import { TurnfleetError } from '@turnfleet/core';
import {
  createWorker,
  createWorld,
  type Meddle,
  partitions,
  type World,
  whilePassing,
} from '@turnfleet/pipeline-testing';
import type { LogRecord } from '@turnfleet/turn-engine';

const home = homePartition('c-1', partitions);
const elsewhere = (home + 1) % partitions;
const value = new TextEncoder().encode('{"conversationId":"c-1","turnId":"t-1","text":"Hi"}');

describe('a turn that was forwarded to its home', () => {
  // Once it got thirty seconds more with every forward.
  it('expires as if it had been written there at once', async () => {
    const world = createWorld();
    const worker = createWorker(world, 'A');
    const submittedAt = world.clock.now();
    const put = await world.put({ partition: elsewhere, key: null, value, headers: {} });
    await world.clock.advance(20_000);
    await worker.run(put);
    await world.clock.advance(11_000);

    const atHome = (await world.allIn(topics.turns)).find(({ partition }) => partition === home);
    if (atHome) await worker.run(atHome);

    const reply = await world.replyTo();
    expect(reply).toMatchObject({ status: 'failed', error: { kind: 'deadline_exceeded' } });
    expect(reply.timings).toMatchObject({ queuedMs: 31_000 });
    expect(worker.model.requests).toEqual([]);
    expect(await world.journal()).toMatchObject([
      { type: 'turn.accepted', submittedAt: new Date(submittedAt).toISOString() },
      { type: 'turn.started' },
      { type: 'reply.failed' },
    ]);
  });
});

describe('a turn whose timestamp is no date', () => {
  // Once work on it threw before it could be counted.
  it('is answered, and its lane goes on', async () => {
    const world = createWorld();
    const worker = createWorker(world, 'A');
    const put = await world.put({ partition: home, key: null, value, headers: {} });

    expect(await whilePassing(world.clock, worker.run({ ...put, timestamp: 2 ** 62 }))).toBe('done');

    expect(await world.replyTo()).toMatchObject({ status: 'completed', timings: { queuedMs: 0 } });
  });
});

describe('a turn without a timestamp', () => {
  const undated = -1;

  // Once it counted from 1970 and was out of time at once.
  it('counts from when a worker received it', async () => {
    const world = createWorld();
    const worker = createWorker(world, 'A');
    const put = { ...(await world.put({ partition: home, key: null, value, headers: {} })), timestamp: undated };
    worker.deps.decode(put);
    const receivedAt = world.clock.now();
    await world.clock.advance(29_000);

    expect(await worker.run(put)).toBe('done');

    expect(await world.replyTo()).toMatchObject({ status: 'completed', timings: { queuedMs: 29_000 } });
    expect(await world.journal()).toContainEqual(
      expect.objectContaining({ type: 'turn.accepted', submittedAt: new Date(receivedAt).toISOString() }),
    );
  });

  it('goes home with that time', async () => {
    const world = createWorld();
    const worker = createWorker(world, 'A');
    const put = { ...(await world.put({ partition: elsewhere, key: null, value, headers: {} })), timestamp: undated };
    worker.deps.decode(put);
    await world.clock.advance(31_000);
    await worker.run(put);

    const atHome = (await world.allIn(topics.turns)).find(({ partition }) => partition === home);
    if (atHome) await worker.run(atHome);

    expect(await world.replyTo()).toMatchObject({
      error: { kind: 'deadline_exceeded' },
      timings: { queuedMs: 31_000 },
    });
  });
});

describe('a record too large to be written again does not stop its partition', () => {
  /** Refuses the first append to each of these topics, as Kafka does with what is too large when it is not compressed. */
  function tooLargeFor(...refusing: string[]): Meddle {
    const left = new Set(refusing.map((topic) => `append ${topic}`));
    return (step, when) => {
      if (when === 'before' && left.delete(step)) throw new TurnfleetError('invalid_request', 'It is too large.');
    };
  }
  const bytesOf = (fields: object) => new TextEncoder().encode(JSON.stringify({ turnId: 't-1', ...fields }));
  const here = { conversationId: 'c-1' };

  /** Runs the record, and what was forwarded of it. */
  async function runAll(world: World, meddle: Meddle, bytes: Uint8Array, partition: number): Promise<void> {
    const worker = createWorker(world, 'A', { meddle });
    const headers = { ce_priority: new TextEncoder().encode('1') };
    expect(await worker.run(await world.put({ partition, key: null, value: bytes, headers }))).toBe('done');
    const forwarded = (await world.allIn(topics.turns)).filter((record) => record.partition === home);
    if (partition !== home) for (const record of forwarded) expect(await worker.run(record)).toBe('done');
  }

  it('as a dead letter: why, and where it is, are kept', async () => {
    const world = createWorld();
    await runAll(world, tooLargeFor(topics.deadLetters), Uint8Array.of(0xff), home);
    const [letter, ...more] = await world.allIn(topics.deadLetters);
    expect(more).toEqual([]);
    expect(letter?.value).toBeNull();
    expect(letter && decodeDeadLetter(letter)).toMatchObject({
      kind: 'invalid_request',
      abridged: true,
      origin: { topic: topics.turns, partition: home, offset: 0n },
    });
  });

  it('as a misrouted turn: it is answered without its metadata, and kept as it was', async () => {
    const world = createWorld();
    const turn = bytesOf({ ...here, text: 'Hi', metadata: { large: true } });
    await runAll(world, tooLargeFor(topics.turns), turn, elsewhere);
    expect(await world.replyTo()).toMatchObject({ status: 'completed' });
    expect(await world.allIn(topics.deadLetters)).toMatchObject([{ partition: elsewhere, value: turn }]);
  });

  it('as a misrouted turn that is too large without its metadata, too: it fails in its conversation', async () => {
    const world = createWorld();
    const turn = bytesOf({ ...here, text: '货'.repeat(2_000) });
    const record = await world.put({ partition: elsewhere, key: null, value: turn, headers: {} });
    world.log.limitRecords(topics.turns, 2_000);
    const worker = createWorker(world, 'A');

    expect(await worker.run(record)).toBe('done');
    for (const one of (await world.allIn(topics.turns)).filter(({ partition }) => partition === home))
      expect(await worker.run(one)).toBe('done');

    expect(await world.replyTo()).toMatchObject({ status: 'failed', error: { kind: 'invalid_request' } });
    expect((await world.allIn(topics.deadLetters))[0]).toMatchObject({ partition: elsewhere, value: turn });
  });

  it('as a dead letter of a topic that takes next to nothing: where it is stays known', async () => {
    const world = createWorld();
    world.log.limitRecords(topics.deadLetters, 250);
    const record = await world.put({
      partition: home,
      key: Uint8Array.of(1),
      value: bytesOf({ ...here, text: 5, locale: 7 }),
      headers: {},
    });

    expect(await createWorker(world, 'A').run(record)).toBe('done');

    const [letter] = await world.allIn(topics.deadLetters);
    expect(letter && decodeDeadLetter(letter)).toMatchObject({ message: '', abridged: true, origin: { offset: 0n } });
  });

  it('as a misrouted record that is no turn: the turn it was meant to be fails', async () => {
    const world = createWorld();
    await runAll(world, tooLargeFor(topics.turns, topics.deadLetters), bytesOf({ ...here, text: '' }), elsewhere);
    expect(await world.replyTo()).toMatchObject({ status: 'failed', error: { kind: 'invalid_request' } });
  });
});

describe('workers that count different numbers of partitions', () => {
  /** The record of the turn behind `last`, wherever it is. */
  const next = async (world: World, last: LogRecord): Promise<LogRecord | undefined> =>
    (await world.allIn(topics.turns)).find((one) => hopsOf(one.headers) === hopsOf(last.headers) + 1);

  it('send a turn to and fro without end: after the third time it is a dead letter that says why', async () => {
    const world = createWorld();
    const worker = createWorker(world, 'A');
    let last = await world.put({ partition: elsewhere, key: null, value, headers: { 'x-own': new Uint8Array([1]) } });
    for (let hops = 0; hops < 10; hops++) {
      expect(await worker.run(last)).toBe('done');
      const forwarded = await next(world, last);
      if (!forwarded) break;
      // Another worker takes some other partition for its home, and sends it there.
      last = await world.put({ ...forwarded, partition: elsewhere });
    }

    expect(worker.counts).toMatchObject({ misrouted: 3, deadLettered: 1 });
    expect(await world.repliesTo()).toEqual([]);
    const [letter, ...others] = await world.allIn(topics.deadLetters);
    expect(others).toEqual([]);
    expect(letter && decodeDeadLetter(letter)).toMatchObject({
      kind: 'conflict',
      message: expect.stringMatching(/sent on 3 times .* different numbers of partitions/),
    });
    expect(Object.keys(letter?.headers ?? {})).toContain('x-own');
  });

  it('count from a header that is no number: as if it had never been sent on', async () => {
    const world = createWorld();
    const worker = createWorker(world, 'A');
    const headers = { 'x-hops': new TextEncoder().encode('many') };

    await worker.run(await world.put({ partition: elsewhere, key: null, value, headers }));

    expect(worker.counts).toMatchObject({ misrouted: 1, deadLettered: 0 });
  });
});

describe('a record in a partition that was added while its worker ran', () => {
  /** As the log would give it: the worker's other topics do not have that partition. */
  const inAdded = async (world: World, bytes: Uint8Array) => {
    const put = await world.put({ partition: 0, key: null, value: bytes, headers: {} });
    return { ...put, partition: partitions + 1 };
  };

  it('is forwarded home and answered', async () => {
    const world = createWorld();
    const worker = createWorker(world, 'A');

    expect(await worker.run(await inAdded(world, value))).toBe('done');

    const atHome = (await world.allIn(topics.turns)).find(({ headers }) => hopsOf(headers) === 1);
    if (atHome) await worker.run(atHome);
    expect(await world.replyTo()).toMatchObject({ status: 'completed' });
  });

  // Once it stopped its partition for ever.
  it('has its dead letter put where there is a partition, if nobody can read it', async () => {
    const world = createWorld();
    const worker = createWorker(world, 'A');

    expect(await worker.run(await inAdded(world, Uint8Array.of(0xff)))).toBe('done');

    const [letter] = await world.allIn(topics.deadLetters);
    expect(letter?.partition).toBe(1);
    expect(letter && decodeDeadLetter(letter)?.origin?.partition).toBe(partitions + 1);
  });
});
