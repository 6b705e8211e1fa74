import { afterAll, beforeAll } from '@jest/globals';
import { type ForeignProducer, foreignProducer } from './foreign-producer.ts';
import { type Servers, startingMs } from './servers.ts';
import { type TopicWatch, watchTopics } from './topic-watch.ts';

/** A fleet with both ends of its log: a producer that is not ours, and everything that the fleet writes. */
interface WatchedFleet<F> {
  readonly fleet: F;
  readonly upstream: ForeignProducer;
  readonly seen: TopicWatch;
}

/** Starts one before a suite and stops it afterwards. What it gives may be called inside tests and hooks only. */
export function watchedFleet<F extends { stop(): Promise<void> }>(
  servers: () => Servers,
  patienceMs: number,
  start: (env: Servers['env']) => Promise<F>,
): () => WatchedFleet<F> {
  let fleet: F | undefined;
  let watched: WatchedFleet<F>;
  beforeAll(async () => {
    const { brokers, env } = servers();
    const starting = start(env).then((started) => (fleet = started));
    const [running, upstream, seen] = await Promise.all([
      starting,
      foreignProducer(brokers),
      watchTopics(brokers, patienceMs),
    ]);
    watched = { fleet: running, upstream, seen };
  }, startingMs);
  afterAll(() => fleet?.stop(), startingMs);
  return () => watched;
}
