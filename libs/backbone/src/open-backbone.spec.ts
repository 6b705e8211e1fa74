import { createServer } from 'node:net';
import { describe, expect, it, jest } from '@jest/globals';
import { topics } from '@turnfleet/contract/events';
import { type Logger, silentLogger, systemClock } from '@turnfleet/core';
import { type BackboneOptions, openBackbone } from './open-backbone.ts';

const options = (change: Partial<BackboneOptions> = {}): BackboneOptions => ({
  clientId: 'spec',
  brokers: undefined,
  redisUrl: undefined,
  journalTtlMs: 60_000,
  clock: systemClock,
  logger: silentLogger,
  ...change,
});

/** A port on which nothing listens. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof bound === 'object' && bound ? bound.port : 0;
}

describe('the backbone of a fleet in one process', () => {
  it('has every topic, with the same number of partitions, and depends on nothing', async () => {
    const backbone = await openBackbone(options());
    const counts = await Promise.all(Object.values(topics).map((topic) => backbone.log.partitionsOf(topic)));
    expect(new Set(counts)).toEqual(new Set([backbone.partitions]));
    expect(backbone.checks).toEqual([]);
    await backbone.stop();
  });

  it('says at its end how many turns it drops', async () => {
    const warn = jest.fn<Logger['warn']>();
    const backbone = await openBackbone(options({ logger: { ...silentLogger, warn } }));
    const idle = async (): Promise<void> => undefined;
    await backbone.log.join('workers', topics.turns, { assigned: idle, revoked: idle, deliver: () => undefined });
    await backbone.log.append({ topic: topics.turns, partition: 0, key: null, value: new Uint8Array(), headers: {} });
    await backbone.stop();
    await backbone.stop();
    expect(warn.mock.calls).toEqual([[{ dropped: 1 }, expect.stringContaining('unanswered turns are dropped')]]);
  });

  it('ends without a word where nothing is dropped', async () => {
    const warn = jest.fn<Logger['warn']>();
    await (await openBackbone(options({ logger: { ...silentLogger, warn } }))).stop();
    expect(warn).not.toHaveBeenCalled();
  });

  it('closes the log again when the state cannot be reached, and says what is away', async () => {
    const redisUrl = `redis://127.0.0.1:${await freePort()}`;
    await expect(openBackbone(options({ redisUrl }))).rejects.toMatchObject({ kind: 'overloaded' });
  }, 30_000);
});
