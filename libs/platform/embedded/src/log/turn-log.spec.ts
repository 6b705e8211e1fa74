import { systemClock } from '@turnfleet/core';
import { turnLogContract } from '@turnfleet/testing';
import { createEmbeddedLog } from './embedded-log.ts';

turnLogContract(
  'The embedded log',
  async () => {
    const log = createEmbeddedLog(systemClock, {});
    let made = 0;
    return {
      log,
      async createTopic(partitions, maxRecordBytes = 2 ** 20) {
        const name = `topic-${++made}`;
        log.createTopic(name, { partitions, keep: 'until_committed', maxRecordBytes });
        return name;
      },
      stop: () => log.close(),
    };
  },
  5_000,
);
