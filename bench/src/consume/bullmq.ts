import { randomUUID } from 'node:crypto';
import { Queue, Worker } from 'bullmq';
import type { Key } from '../work/keys.ts';
import { type Message, roundRobin } from '../work/message.ts';
import type { Contender } from './contender.ts';

/** As many jobs at once as Turnfleet has turns in flight; fewer where jobs do not wait, as more only queue for the same processor. */
const concurrency = { waiting: 1_000, busy: 100 };
const batch = 1_000;

/** BullMQ on Redis: a queue of jobs without keys, so the order of a conversation is not kept. */
export function bullmq(redisUrl: string, keys: readonly Key[]): Contender {
  return {
    name: 'BullMQ',
    ordered: false,
    async consume({ waitMs, messages }, run) {
      const connection = { url: redisUrl, maxRetriesPerRequest: null };
      const name = `bench-${randomUUID()}`;
      const finishedJobs = { removeOnComplete: true, removeOnFail: true };
      const queue = new Queue<Message>(name, { connection, defaultJobOptions: finishedJobs });
      for (let from = 0; from < messages; from += batch) {
        const size = Math.min(batch, messages - from);
        await queue.addBulk(
          Array.from({ length: size }, (_, i) => ({ name: 'turn', data: roundRobin(keys, from + i) })),
        );
      }
      const worker = new Worker<Message>(name, ({ data }) => run.handle(data), {
        connection,
        concurrency: waitMs > 0 ? concurrency.waiting : concurrency.busy,
      });
      try {
        return await run.finished;
      } finally {
        await worker.close();
        await queue.obliterate({ force: true });
        await queue.close();
      }
    },
  };
}
