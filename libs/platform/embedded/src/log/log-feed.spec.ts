import { describe, expect, it } from '@jest/globals';
import { systemClock } from '@turnfleet/core';
import { settle } from '@turnfleet/core/testing';
import { logFeedContract } from '@turnfleet/testing';
import { createEmbeddedLog } from './embedded-log.ts';

logFeedContract(
  'The embedded log',
  async () => {
    const log = createEmbeddedLog(systemClock, {});
    let made = 0;
    return {
      log,
      async createTopic(partitions) {
        const name = `topic-${++made}`;
        log.createTopic(name, { partitions, keep: 'newest' });
        return name;
      },
      stop: () => log.close(),
    };
  },
  5_000,
);

describe('a follower of the embedded log', () => {
  it('is told that it missed what was dropped before it could be told', async () => {
    const log = createEmbeddedLog(systemClock, { small: { partitions: 1, keep: 'newest', maxBytes: 2_000 } });
    const told: bigint[] = [];
    let missed = 0;
    await log.follow('small', 0, {
      deliver: (records) => void told.push(...records.map(({ offset }) => offset)),
      missed: () => void missed++,
    });
    for (let i = 0; i < 20; i++)
      await log.append({ topic: 'small', partition: 0, key: null, value: new Uint8Array(300), headers: {} });
    await settle();
    expect(missed).toBeGreaterThan(0);
    expect(told.at(-1)).toBe(19n);
    await log.close();
  });
});
