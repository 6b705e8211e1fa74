import { describe, expect, it } from '@jest/globals';
import { silentLogger, TurnfleetError } from '@turnfleet/core';
import { settle } from '@turnfleet/core/testing';
import type { SentenceEncoder } from '@turnfleet/intent';
import { meaningEncoder } from './meaning-encoder.ts';

const vector = Float32Array.of(1);

/** An encoder that answers when told to. */
function held() {
  const asked: PromiseWithResolvers<readonly Float32Array[]>[] = [];
  let opened = 0;
  let closed = 0;
  const encoder: SentenceEncoder = {
    dimensions: 1,
    encode: () => {
      const one = Promise.withResolvers<readonly Float32Array[]>();
      asked.push(one);
      return one.promise;
    },
    close: async () => void (closed += 1),
  };
  const meaning = meaningEncoder({
    folder: 'somewhere',
    logger: silentLogger,
    open: async () => {
      opened += 1;
      return encoder;
    },
  });
  return { meaning, asked, counts: () => ({ opened, closed }) };
}

describe('the encoder of a process', () => {
  it('is opened once, by the first sentence, which does not wait for it', async () => {
    const { meaning, asked, counts } = held();
    expect(counts().opened).toBe(0);
    expect(await meaning.encode(['one'])).toEqual([]);
    await settle();
    const second = meaning.encode(['two']);
    asked[0]?.resolve([vector]);
    expect(await second).toEqual([vector]);
    expect(meaning.check.problem()).toBeNull();
    await meaning.stop();
    expect(counts()).toEqual({ opened: 1, closed: 1 });
  });

  it('lets words decide rather than have a sentence wait behind many', async () => {
    const { meaning, asked } = held();
    await meaning.encode(['first']);
    await settle();
    const many = Array.from({ length: 16 }, () => meaning.encode(['more']));
    expect(await meaning.encode(['one too many'])).toEqual([]);
    for (const one of asked) one.resolve([vector]);
    expect(await Promise.all(many)).toHaveLength(16);
    const next = meaning.encode(['next']);
    asked.at(-1)?.resolve([vector]);
    expect(await next).toEqual([vector]);
  });

  it('lets words decide from its first failure on, and says so without keeping anybody away', async () => {
    const { meaning, asked } = held();
    await meaning.encode(['first']);
    await settle();
    const failing = meaning.encode(['two']);
    asked[0]?.reject(new TurnfleetError('internal', 'Its thread has ended.'));
    expect(await failing).toEqual([]);
    expect(await meaning.encode(['three'])).toEqual([]);
    expect(asked).toHaveLength(1);
    expect(meaning.check.problem()).toMatch(/^Its thread has ended\./);
    expect(meaning.check.isOnlyTold).toBe(true);
  });

  it('says what is missing where its files are not', async () => {
    const meaning = meaningEncoder({ folder: '/nowhere', logger: silentLogger });
    expect(await meaning.encode(['one'])).toEqual([]);
    await meaning.stop();
    expect(meaning.check.problem()).toMatch(/\/nowhere.*cannot be read.*words alone/);
  });
});
