import { afterAll, beforeAll, describe, jest } from '@jest/globals';
import { silentLogger, systemClock } from '@turnfleet/core';
import { type ConversationHarness, conversationStoreContract, journalContract } from '@turnfleet/testing';
import { openRedis } from './connection.ts';
import { type OwnPair, startOwnPair } from './testing/own-pair.ts';
import { stateHarness } from './testing/state-harness.ts';
import { watched } from './testing/watched-connection.ts';

/** Servers, their copies and what looks at them share a machine with everything else. */
jest.setTimeout(120_000);
const startingMs = 120_000;
/** With servers of its own; without REDIS_URL, as where there is no Redis at all, it is skipped. */
const describeWithServers = process.env.REDIS_URL === undefined ? describe.skip : describe;

describeWithServers('Every script leaves keys that live as long as they must, and needs a master under a fence', () => {
  let pair: OwnPair;
  beforeAll(async () => {
    pair = await startOwnPair();
  }, startingMs);
  afterAll(() => pair.stop(), startingMs);

  async function harness(): Promise<ConversationHarness> {
    const redis = await openRedis({ url: pair.url, prefix: 'spec', clock: systemClock, logger: silentLogger });
    return stateHarness({ redis: watched(redis, pair), raw: () => pair.master });
  }
  conversationStoreContract('A master with a replica', harness);
  journalContract('A master with a replica', harness);
});
