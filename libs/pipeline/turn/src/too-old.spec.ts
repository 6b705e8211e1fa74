import { describe, expect, it } from '@jest/globals';
import {
  answerableForMs,
  decodeDeadLetter,
  homePartition,
  originalOf,
  replay,
  topics,
} from '@turnfleet/contract/events';
import { ledgerTtlMs } from '@turnfleet/conversation';
import { createWorker, createWorld, type Meddle, partitions } from '@turnfleet/pipeline-testing';
import { isTooOld } from './too-old.ts';

const home = homePartition('c-1', partitions);
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const value = new TextEncoder().encode('{"conversationId":"c-1","turnId":"t-1","text":"Hi"}');

describe('a turn that outlives what the ledger knows of it', () => {
  // Once it was answered a second time, differently.
  it('goes to the dead letters, and nobody is told anything', async () => {
    const world = createWorld();
    const record = await world.submit();
    await createWorker(world, 'A').run(record);
    await world.clock.advance(ledgerTtlMs + hourMs);
    const worker = createWorker(world, 'B');

    expect(await worker.run(record)).toBe('done');

    expect(await world.repliesTo()).toHaveLength(1);
    expect(await world.replyTo()).toMatchObject({ text: 'A says: 3 in stock.' });
    expect(worker.model.requests).toEqual([]);
    expect(worker.counts).toMatchObject({ began: 0, deadLettered: 1, expired: 1 });
    const [letter, ...others] = await world.allIn(topics.deadLetters);
    expect(others).toEqual([]);
    expect(letter && decodeDeadLetter(letter)).toMatchObject({
      kind: 'deadline_exceeded',
      message: expect.stringMatching(/^expired: .* more than 7 days/),
      origin: { partition: record.partition, offset: record.offset },
    });
  });

  it('is refused as well by a store that was rebuilt from the log, which knows the replies of 7 days', async () => {
    const world = createWorld();
    const record = await world.submit();
    await world.clock.advance(answerableForMs + 1);
    await world.flush();
    const worker = createWorker(world, 'A');

    expect(await worker.run(record)).toBe('done');

    expect(await world.repliesTo()).toEqual([]);
    expect(worker.counts.expired).toBe(1);
  });

  it('can be submitted anew from the dead letters, as a turn of its own that is answered', async () => {
    const world = createWorld();
    const record = await world.put({ partition: home, key: null, value, headers: {} });
    await world.clock.advance(answerableForMs + 1);
    const worker = createWorker(world, 'A');
    await worker.run(record);

    const [letter] = await world.allIn(topics.deadLetters);
    const { record: again } = replay(originalOf(letter ?? record), partitions, world.clock.now());
    await worker.run(await world.put(again));

    expect(await world.replyTo('t-1~r1')).toMatchObject({ status: 'completed' });
  });
});

describe('a turn that is old, but known', () => {
  it('gets the reply that was kept and never published, however old it is', async () => {
    const world = createWorld();
    const record = await world.submit();
    const dies: Meddle = (step) => {
      if (step === `append ${topics.replies}`) throw new Error('killed');
    };
    await expect(createWorker(world, 'A', { meddle: dies }).run(record)).rejects.toThrow('killed');
    await world.clock.advance(answerableForMs + hourMs);
    const next = createWorker(world, 'B');

    await next.run(record);

    expect(await world.replyTo()).toMatchObject({ text: 'A says: 3 in stock.' });
    expect(next.counts).toMatchObject({ expired: 0, deadLettered: 0 });
  });

  it('is told that it came too late as long as the ledger would know of another reply', async () => {
    const world = createWorld();
    const record = await world.submit();
    await world.clock.advance(answerableForMs);
    const worker = createWorker(world, 'A');

    await worker.run(record);

    expect(await world.replyTo()).toMatchObject({ status: 'failed', error: { kind: 'deadline_exceeded' } });
    expect(worker.counts.expired).toBe(0);
  });
});

describe('a worker whose clock is wrong', () => {
  it('gives no turn up as too old that is young by the clock of the store', async () => {
    const world = createWorld();
    const record = await world.submit();
    const worker = createWorker(world, 'A', { clockAheadMs: 9 * dayMs });

    await worker.run(record);

    expect(await world.repliesTo()).toHaveLength(1);
    expect(worker.counts).toMatchObject({ expired: 0, deadLettered: 0 });
  });

  it('answers none a second time that the ledger may have forgotten by then', async () => {
    const world = createWorld();
    const record = await world.submit();
    await world.clock.advance(answerableForMs + 1);
    const worker = createWorker(world, 'A', { clockAheadMs: -9 * dayMs });

    await worker.run(record);

    expect(await world.repliesTo()).toEqual([]);
    expect(worker.counts).toMatchObject({ expired: 1, deadLettered: 1 });
  });
});

describe('what cannot be read and is too old', () => {
  it('is kept as what it is, and its turn is told nothing a second time', async () => {
    const world = createWorld();
    const broken = new TextEncoder().encode('{"conversationId":"c-1","turnId":"t-1","text":""}');
    const record = await world.put({ partition: home, key: null, value: broken, headers: {} });
    await world.clock.advance(answerableForMs + 1);
    const worker = createWorker(world, 'A');

    expect(await worker.run(record)).toBe('done');

    expect(await world.repliesTo()).toEqual([]);
    const [letter] = await world.allIn(topics.deadLetters);
    expect(letter && decodeDeadLetter(letter)?.kind).toBe('invalid_request');
  });
});

describe('a turn that became young by being forwarded', () => {
  it('is refused at home by the time at which it was first submitted', async () => {
    const world = createWorld();
    const put = await world.put({ partition: (home + 1) % partitions, key: null, value, headers: {} });
    await world.clock.advance(answerableForMs + dayMs);
    const worker = createWorker(world, 'A');
    await worker.run(put);

    const atHome = (await world.allIn(topics.turns)).find(({ partition }) => partition === home);
    if (atHome) await worker.run(atHome);

    expect(await world.repliesTo()).toEqual([]);
    expect(worker.counts).toMatchObject({ misrouted: 1, expired: 1 });
  });
});

it('a turn that may still be answered is younger than anything the ledger may have forgotten of it', () => {
  const longestTurnMs = hourMs; // TURN_DEADLINE_SECONDS, at most
  expect(answerableForMs + longestTurnMs).toBeLessThan(ledgerTtlMs);
});

describe('isTooOld', () => {
  const now = 100 * dayMs;
  const ageOf = (timestamp: number, submittedAt: number) =>
    isTooOld({ timestamp } as never, { submittedAt } as never, now);

  it.each([
    ['its timestamp, whatever the header says', now - 8 * dayMs, now],
    ['when it was first submitted, whatever its timestamp', now, now - 8 * dayMs],
  ])('goes by %s', (_, timestamp, submittedAt) => expect(ageOf(timestamp, submittedAt)).toBe(true));

  it('takes one without a timestamp for as young as the worker that received it believes', () =>
    expect(ageOf(-1, now)).toBe(false));

  it('takes one from the future for young: only the log can tell, see `message.timestamp.type`', () =>
    expect(ageOf(now + 9 * dayMs, now + 9 * dayMs)).toBe(false));
});
