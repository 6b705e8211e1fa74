import { describe, expect, it } from '@jest/globals';
import { decodeDeadLetter, encodeTurn, headerBytes, homePartition, topics } from '@turnfleet/contract/events';
import { TurnfleetError } from '@turnfleet/core';
import { settle } from '@turnfleet/core/testing';
import {
  createWorker,
  createWorld,
  type Meddle,
  partitions,
  streamedText,
  whilePassing,
} from '@turnfleet/pipeline-testing';
import type { LogRecord } from '@turnfleet/turn-engine';
import { claimedAnew } from '@turnfleet/turn-engine/testing';

const home = homePartition('c-1', partitions);
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const headerOf = (record: LogRecord | undefined, name: string): string =>
  new TextDecoder().decode(headerBytes(record?.headers ?? {}, name) ?? undefined);
const lost = () => new TurnfleetError('fenced', 'The partition is no longer ours.');
const away = () => new TurnfleetError('overloaded', 'It cannot be reached.');

describe('a turn that comes again', () => {
  it('is counted and answered once after it was published', async () => {
    const world = createWorld();
    const record = await world.submit();
    const worker = createWorker(world, 'A');

    expect(await worker.run(record)).toBe('done');
    expect(await worker.run(record)).toBe('done');

    expect(await world.repliesTo()).toHaveLength(1);
    expect(worker.model.requests).toHaveLength(1);
    expect(worker.ended).toHaveLength(1);
    expect(worker.counts.began).toBe(1);
  });

  it('publishes the bytes of the first answer when that was kept but not published', async () => {
    const world = createWorld();
    const record = await world.submit();
    const dies: Meddle = (step) => {
      if (step === `append ${topics.replies}`) throw new Error('killed');
    };
    await expect(createWorker(world, 'A', { meddle: dies }).run(record)).rejects.toThrow('killed');
    const next = createWorker(world, 'B');

    await next.run(record);

    expect(await world.replyTo()).toMatchObject({ text: 'A says: 3 in stock.' });
    expect(next.model.requests).toHaveLength(0);
    expect(next.ended).toHaveLength(1);
  });

  it('is the same turn with another body', async () => {
    const world = createWorld();
    const worker = createWorker(world, 'A');
    await worker.run(await world.submit());

    await worker.run(await world.submit({ text: 'Something else?' }));

    expect(await world.repliesTo()).toHaveLength(1);
  });
});

const neededSteps = [
  ...['begin', 'accept', 'watch cancel', 'journal', 'commit', `append ${topics.conversations}`, 'confirm'],
  ...[`append ${topics.replies}`, `append ${topics.usage}`, 'settle'],
];

describe.each(neededSteps)('what is needed to %s is away for a while', (needed) => {
  it.each(['before', 'after'] as const)(
    'loses, doubles and tries no turn again, where the call failed %s it took effect',
    async (when) => {
      const world = createWorld();
      let failures = 0;
      const worker = createWorker(world, 'A', {
        meddle: (step, at) => {
          if (step === needed && at === when && failures < 3) {
            failures++;
            throw away();
          }
        },
      });
      const record = await world.submit();

      expect(await whilePassing(world.clock, worker.run(record))).toBe('done');

      expect(failures).toBe(3);
      const reply = await world.replyTo();
      expect(reply).toMatchObject({ status: 'completed', text: 'A says: 3 in stock.', version: 1 });
      expect(worker.model.requests).toHaveLength(1);
      expect(worker.ended).toEqual([reply]);
      const events = await world.journal();
      expect(events.filter(({ type }) => type === 'reply.reset')).toEqual([]);
      expect(streamedText(events)).toBe(reply.text);
      expect(events.at(-1)?.type).toBe('reply.completed');
      expect(world.clock.pending).toBe(0);
    },
  );
});

describe('a worker that is fenced while it owns the partition', () => {
  /** In the midst of the turn somebody claims the partition anew, as another lane does that was refused. */
  const fencedByATool = async () => {
    const world = createWorld();
    const record = await world.submit();
    const call = { id: 'call_1', name: 'check_inventory', arguments: '{"sku":"SKU-2024-888","city":"Shanghai"}' };
    const worker = createWorker(world, 'A', {
      model: [{ text: 'Let me look.', calls: [call] }, { text: 'There are 3.' }],
      tools: {
        check_inventory: async () => {
          await world.clock.advance(100);
          await world.state.store.claim(home);
          return {};
        },
      },
    });
    return { world, record, worker };
  };

  it('goes on without counting an attempt, and readers discard what they saw', async () => {
    const { world, record, worker } = await fencedByATool();

    expect(await worker.run(record)).toBe('reclaim');
    expect(streamedText(await world.journal())).toBe('Let me look.');
    expect(await worker.run(record)).toBe('done');

    const events = await world.journal();
    const reply = await world.replyTo();
    expect(events.map(({ type }) => type)).toContain('reply.reset');
    expect(streamedText(events)).toBe(reply.text);
    expect(worker.counts.began).toBe(1);
    expect(worker.ended).toHaveLength(1);
    expect(world.clock.pending).toBe(0);
  });

  it('does not wait for a model whose answer nobody will take', async () => {
    const { world, record, worker } = await fencedByATool();
    const begun = world.clock.now();

    expect(await worker.run(record)).toBe('reclaim');

    expect(world.clock.now() - begun).toBe(100);
    expect(worker.ended).toEqual([]);
  });

  it('takes no turn for poison because it was fenced often', async () => {
    const world = createWorld();
    const record = await world.submit();
    const worker = createWorker(world, 'A', {
      model: Array.from({ length: 6 }, () => ({ text: 'There are 3.' })),
      meddle: async (step, when) => {
        const often = worker.seen.filter((one) => one === 'commit').length <= 5;
        if (step === 'commit' && when === 'before' && often) await world.state.store.claim(home);
      },
    });

    for (let fenced = 1; fenced <= 5; fenced++) expect(await worker.run(record)).toBe('reclaim');
    expect(await worker.run(record)).toBe('done');

    expect(await world.replyTo()).toMatchObject({ status: 'completed' });
    expect(streamedText(await world.journal())).toBe('There are 3.');
  });
});

describe('a partition that goes away in the midst of a turn', () => {
  it('gives the turn back without a reply, and the attempt with it', async () => {
    const world = createWorld();
    const record = await world.submit();
    const worker = createWorker(world, 'A', { model: [{ hangs: true, afterText: 'There a' }] });
    const partition = new AbortController();
    const running = worker.run(record, { signal: partition.signal });
    await settle();

    partition.abort(lost());

    expect(await running).toBe('released');
    expect(await world.repliesTo()).toEqual([]);
    expect(world.clock.pending).toBe(0);
    const fence = await worker.claim(home);
    expect(await worker.deps.store.begin({ conversationId: 'c-1', turnId: 't-1' }, fence, 'next')).toMatchObject({
      kind: 'fresh',
      abandoned: 0,
    });
  });

  it.each([
    ['gives the attempt back as soon as the store, which was away just then, is there again', 5_000, 0],
    ['does not wait longer than ten seconds for a store that is away', 15_000, 1],
  ])('%s', async (_, awayMs, abandoned) => {
    const world = createWorld();
    const record = await world.submit();
    const partition = new AbortController();
    const backAt = world.clock.now() + awayMs;
    const worker = createWorker(world, 'A', {
      model: [{ hangs: true, afterText: 'There a' }],
      meddle: (step) => {
        if (step === 'release' && world.clock.now() < backAt) throw away();
      },
    });
    const running = worker.run(record, { signal: partition.signal });
    await settle();

    partition.abort(lost());
    await world.clock.advance(12_000);

    expect(await running).toBe('released');
    expect(world.clock.pending).toBe(0);
    const fence = await worker.claim(home);
    const begun = await worker.deps.store.begin({ conversationId: 'c-1', turnId: 't-1' }, fence, 'next');
    expect(begun).toMatchObject({ kind: 'fresh', abandoned });
  });

  it('has nothing told or written after it was released', async () => {
    const world = createWorld();
    const record = await world.submit();
    const worker = createWorker(world, 'A', { model: [{ hangs: true, afterText: 'There are' }] });
    const partition = new AbortController();
    const running = worker.run(record, { signal: partition.signal });
    await settle();
    partition.abort(lost());
    await running;
    const stepsThen = worker.seen.length;

    await world.clock.advance(60_000);

    expect(worker.seen).toHaveLength(stepsThen);
    expect(worker.counts.watching).toBe(0);
  });

  it.each(neededSteps)('lets go of a lane that waits for what is needed to %s', async (needed) => {
    const world = createWorld();
    const record = await world.submit();
    const worker = createWorker(world, 'A', {
      meddle: (step, at) => {
        if (step === needed && at === 'before') throw away();
      },
    });
    const partition = new AbortController();
    const running = worker.run(record, { signal: partition.signal });
    await world.clock.advance(10_000);

    partition.abort(lost());

    expect(await running).toBe('released');
    expect(world.clock.pending).toBe(0);
  });

  it('is no failure while a record is forwarded', async () => {
    const world = createWorld();
    const record = await world.put(
      encodeTurn({ conversationId: 'c-1', turnId: 't-1', text: 'Hi' }, (home + 1) % partitions),
    );
    const worker = createWorker(world, 'A', {
      meddle: (step) => {
        if (step.startsWith('append')) throw away();
      },
    });
    const partition = new AbortController();
    const running = worker.run(record, { signal: partition.signal });
    await settle();

    partition.abort(lost());

    expect(await running).toBe('released');
    expect(worker.seen).not.toContain('release');
  });
});

describe('a turn that ends its workers', () => {
  const killing: Meddle = (step) => {
    if (step === 'watch cancel') throw new Error('out of memory');
  };

  it('goes to the dead letters, and then fails as poison, when three attempts were abandoned', async () => {
    const world = createWorld();
    const record = await world.submit({ locale: 'en' });
    for (const name of ['A', 'B', 'C']) {
      const alone = name === 'C';
      await expect(createWorker(world, name, { meddle: killing }).run(record, { alone })).rejects.toThrow(
        'out of memory',
      );
    }
    const last = createWorker(world, 'D', { meddle: killing });

    expect(await last.run(record)).toBe('done');

    const [dead] = await world.allIn(topics.deadLetters);
    expect(dead && decodeDeadLetter(dead)).toMatchObject({
      kind: 'poison',
      attempts: 3,
      origin: { topic: topics.turns, partition: home, offset: record.offset },
    });
    expect(dead?.value).toEqual(record.value);
    expect(last.seen.indexOf(`append ${topics.deadLetters}`)).toBeLessThan(last.seen.indexOf('commit'));
    const reply = await world.replyTo();
    expect(reply).toMatchObject({ status: 'failed', error: { kind: 'poison', retryable: false } });
    const events = await world.journal();
    expect(events.map(({ type }) => type).slice(-2)).toEqual(['reply.reset', 'reply.failed']);
    expect(last.ended).toEqual([reply]);
  });

  it('a crash loop when it is our code that breaks on a record, not the process', async () => {
    const world = createWorld();
    const record = await world.submit();
    const worker = createWorker(world, 'A', { meddle: killing });

    for (const alone of [false, false, true])
      await expect(worker.run(record, { alone })).rejects.toThrow('out of memory');

    expect(await worker.run(record)).toBe('done');
    expect(await world.replyTo()).toMatchObject({ error: { kind: 'poison' } });
  });

  it('is judged only after the ledger was asked: what was answered is published', async () => {
    const world = createWorld();
    const record = await world.submit();
    const unpublished: Meddle = (step) => {
      if (step === `append ${topics.replies}`) throw new Error('killed');
    };
    for (let attempt = 1; attempt <= 4; attempt++) {
      await expect(createWorker(world, `A${attempt}`, { meddle: unpublished }).run(record)).rejects.toThrow('killed');
    }

    await createWorker(world, 'B').run(record);

    expect(await world.replyTo()).toMatchObject({ status: 'completed' });
    expect(await world.allIn(topics.deadLetters)).toEqual([]);
  });
});

describe('a turn one mark short of the verdict', () => {
  const dying: Meddle = (step) => {
    if (step === 'watch cancel') throw new Error('killed');
  };
  const markedTwice = async () => {
    const world = createWorld();
    const record = await world.submit();
    for (const name of ['A', 'B'])
      await expect(createWorker(world, name, { meddle: dying }).run(record)).rejects.toThrow('killed');
    return { world, record };
  };

  it('is a suspect: it is not worked on beside others, and that is no attempt', async () => {
    const { world, record } = await markedTwice();
    const worker = createWorker(world, 'C');

    for (let time = 1; time <= 5; time++) expect(await worker.run(record)).toBe('suspect');

    expect(worker.model.requests).toEqual([]);
    expect(await worker.run(record, { alone: true })).toBe('done');
    expect(await world.replyTo()).toMatchObject({ status: 'completed' });
  });

  // Once turns were held up that ran beside the one that killed it.
  it('is none of a worker that died once', async () => {
    const world = createWorld();
    const record = await world.submit();
    await expect(createWorker(world, 'A', { meddle: dying }).run(record)).rejects.toThrow('killed');

    expect(await createWorker(world, 'B').run(record)).toBe('done');
  });

  it('is not convicted by the death of another in the moment in which it was found to be a suspect', async () => {
    const { world, record } = await markedTwice();
    const dead: Meddle = (step, when) => {
      if (step === 'begin' && when === 'after') throw new Error('killed');
    };
    for (const name of ['C', 'D', 'E'])
      await expect(createWorker(world, name, { meddle: dead }).run(record)).rejects.toThrow('killed');

    expect(await createWorker(world, 'F').run(record)).toBe('suspect');
    expect(await createWorker(world, 'G').run(record, { alone: true })).toBe('done');
    expect(await world.replyTo()).toMatchObject({ status: 'completed' });
  });

  it('is published beside others when it was answered before', async () => {
    const world = createWorld();
    const record = await world.submit();
    const unpublished: Meddle = (step) => {
      if (step === `append ${topics.replies}`) throw new Error('killed');
    };
    for (const name of ['A', 'B', 'C'])
      await expect(createWorker(world, name, { meddle: unpublished }).run(record)).rejects.toThrow('killed');

    expect(await createWorker(world, 'D').run(record)).toBe('done');
    expect(await world.replyTo()).toMatchObject({ status: 'completed' });
  });
});

describe('a worker that the group has not heard of for long', () => {
  const noText = utf8('{"conversationId":"c-1","turnId":"t-1"}');
  const turn = utf8('{"conversationId":"c-1","turnId":"t-1","text":"Hi"}');
  it.each([
    { what: 'a snapshot', topic: topics.conversations, partition: home, value: turn, after: 'commit' },
    { what: 'a reply', topic: topics.replies, partition: home, value: turn, after: 'confirm' },
    { what: 'a dead letter', topic: topics.deadLetters, partition: home, value: noText, after: null },
    { what: 'a misrouted turn', topic: topics.turns, partition: (home + 1) % partitions, value: turn, after: null },
  ])('publishes $what for no partition that others may own', async ({ topic, partition, value, after }) => {
    const world = createWorld();
    const record = await world.put({ partition, key: null, value, headers: {} });
    const confirmed = Promise.withResolvers<void>();
    let asked = 0;
    const worker = createWorker(world, 'A');
    const holds = async (): Promise<void> => {
      asked++;
      if (after === null || worker.seen.includes(after)) await confirmed.promise;
    };
    const running = worker.run(record, { holds });
    await world.clock.advance(60_000);
    expect(worker.seen).not.toContain(`append ${topic}`);

    confirmed.resolve();
    expect(await whilePassing(world.clock, running)).toBe('done');

    const appends = worker.seen.filter((step) => step.startsWith('append'));
    expect(appends).toContain(`append ${topic}`);
    expect(asked).toBe(appends.length);
  });

  it('does not publish when it turns out to have lost the partition', async () => {
    const world = createWorld();
    const record = await world.submit();
    const partition = new AbortController();
    const worker = createWorker(world, 'A');
    const holds = async (): Promise<void> => {
      if (worker.seen.includes('confirm')) partition.abort(lost());
      partition.signal.throwIfAborted();
    };

    expect(await worker.run(record, { signal: partition.signal, holds })).toBe('released');

    expect(await world.repliesTo()).toEqual([]);
    expect(await createWorker(world, 'B').run(record)).toBe('done');
    expect(await world.replyTo()).toMatchObject({ text: 'A says: 3 in stock.' });
  });
});

describe('a partition that is claimed anew in the midst of a turn', () => {
  it('counts no attempt, although another turn was what met the refusal', async () => {
    const world = createWorld();
    const record = await world.submit();
    const worker = createWorker(world, 'A', {
      model: [
        ...Array.from({ length: 5 }, () => ({ hangs: true, afterText: 'There' }) as const),
        { text: 'There are 3.' },
      ],
    });
    for (let time = 1; time <= 5; time++) {
      const epoch = new AbortController();
      const running = worker.run(record, { signal: epoch.signal });
      await settle();
      epoch.abort(claimedAnew(home));
      expect(await running).toBe('reclaim');
    }
    expect(worker.seen).not.toContain('release');

    expect(await worker.run(record)).toBe('done');

    expect(await world.replyTo()).toMatchObject({ status: 'completed', text: 'There are 3.' });
    expect(streamedText(await world.journal())).toBe('There are 3.');
    expect(worker.counts.began).toBe(1);
  });
});

describe('a record that is not a turn', () => {
  const headers = {
    'x-upstream': utf8('crm'),
    'x-twice': [utf8('a'), utf8('b')],
    'x-none': null,
    traceparent: utf8('rubbish'),
  };
  const key = utf8('c-1');

  it.each([
    { what: 'garbage', record: { key, value: utf8('{nonsense'), headers } },
    { what: 'a tombstone', record: { key, value: null, headers } },
    { what: 'no bytes at all', record: { key: null, value: null, headers } },
    {
      what: 'a turn under another key',
      record: { key, value: utf8('{"conversationId":"c-2","turnId":"t-9","text":"Hi"}'), headers },
    },
  ])('is kept as it came and gets no reply: $what', async ({ record }) => {
    const world = createWorld();
    const worker = createWorker(world, 'A');
    const put = await world.put({ partition: home, ...record });

    expect(await worker.run(put)).toBe('done');

    const [dead, ...more] = await world.allIn(topics.deadLetters);
    expect(more).toEqual([]);
    expect(dead).toMatchObject({ key: record.key, value: record.value, headers });
    expect(headerOf(dead, 'x-error-kind')).toBe('invalid_request');
    expect(headerOf(dead, 'x-origin')).toBe(`chat.turns/${home}/${put.offset}`);
    expect(headerOf(dead, 'x-attempts')).toBe('1');
    expect(await world.allIn(topics.replies)).toEqual([]);
    expect(worker.counts.deadLettered).toBe(1);
  });

  const turnWithout = (fields: object) => ({ conversationId: 'c-1', turnId: 't-1', text: 'Hi', ...fields });

  it.each([
    { what: 'a blank text', value: turnWithout({ text: ' ' }), type: undefined },
    { what: 'another ce_type', value: turnWithout({}), type: 'com.example.order' },
  ])('fails the turn it was meant to be, in its conversation: $what', async ({ value, type }) => {
    const world = createWorld();
    const worker = createWorker(world, 'A');
    const headers: Record<string, Uint8Array> = type ? { ce_type: utf8(type) } : {};

    await worker.run(await world.put({ partition: home, key, value: utf8(JSON.stringify(value)), headers }));

    expect(worker.seen.indexOf(`append ${topics.deadLetters}`)).toBeLessThan(worker.seen.indexOf('commit'));
    const reply = await world.replyTo();
    expect(reply).toMatchObject({ status: 'failed', error: { kind: 'invalid_request' } });
    const events = await world.journal();
    expect(events.map((event) => event.type)).toEqual(['turn.accepted', 'reply.failed']);
    expect((await world.state.gateway.view('c-1'))?.conversation.version).toBe(1);
  });

  it('gets no second reply to a turn that was answered before', async () => {
    const world = createWorld();
    const worker = createWorker(world, 'A');
    await worker.run(await world.submit());

    await worker.run(
      await world.put({ partition: home, key, value: utf8('{"conversationId":"c-1","turnId":"t-1"}'), headers: {} }),
    );

    expect(await world.replyTo()).toMatchObject({ status: 'completed' });
    expect(await world.allIn(topics.deadLetters)).toHaveLength(1);
    expect(worker.ended).toHaveLength(1);
  });

  it('goes home first when its conversation lives elsewhere', async () => {
    const world = createWorld();
    const elsewhere = (home + 1) % partitions;
    const worker = createWorker(world, 'A');
    const value = utf8('{"conversationId":"c-1","turnId":"t-1"}');

    await worker.run(await world.put({ partition: elsewhere, key: null, value, headers: {} }));
    expect(await world.allIn(topics.deadLetters)).toEqual([]);
    const forwarded = (await world.allIn(topics.turns)).find(({ partition }) => partition === home);
    if (forwarded) await worker.run(forwarded);

    expect((await world.allIn(topics.deadLetters)).map(({ partition }) => partition)).toEqual([home]);
    expect(await world.replyTo()).toMatchObject({ status: 'failed' });
  });
});

describe('a misrouted turn', () => {
  it('is forwarded once as it came, and answered once', async () => {
    const world = createWorld();
    const worker = createWorker(world, 'A');
    const value = utf8('{"conversationId":"c-1","turnId":"t-1","text":"Hi"}');
    const headers = {
      'x-upstream': utf8('crm'),
      'x-twice': [utf8('a'), null, utf8('b')],
      'x-none': null,
      traceparent: utf8('00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'),
    };
    const put = await world.put({ partition: (home + 1) % partitions, key: null, value, headers });

    await worker.run(put);
    expect(await world.allIn(topics.replies)).toEqual([]);
    const atHome = (await world.allIn(topics.turns)).filter(({ partition }) => partition === home);
    expect(atHome).toMatchObject([{ key: null, value, headers }]);
    for (const record of [...atHome, ...atHome]) await worker.run(record);

    expect(await world.repliesTo()).toHaveLength(1);
    expect(worker.counts.misrouted).toBe(1);
    expect((await world.allIn(topics.turns)).length).toBe(2);
    expect((await world.allIn(topics.replies)).map(({ partition }) => partition)).toEqual([home]);
  });
});
