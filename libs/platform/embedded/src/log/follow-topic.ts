import type { Following, LogRecord, TopicFollower } from '@turnfleet/turn-engine';
import type { MemoryTopic } from './memory-topic.ts';

const recordsAtOnce = 500;

/** Tells a follower all of a topic from `sinceMs` on. What the topic drops for want of room before it was told is missed. */
export function followTopic(topic: MemoryTopic, sinceMs: number, follower: TopicFollower): Following {
  const next = topic.partitions.map((log) => log.oldest);
  let awake = false;

  const tell = (): void => {
    let missed = false;
    for (const [partition, log] of topic.partitions.entries()) {
      for (let from = next[partition] ?? 0n; from < log.end; from = next[partition] ?? log.end) {
        missed ||= log.oldest > from;
        const records = log.slice(from, recordsAtOnce, Number.MAX_SAFE_INTEGER);
        next[partition] = (records.at(-1)?.offset ?? log.end - 1n) + 1n;
        const wanted = records.filter(({ timestamp }) => timestamp >= sinceMs);
        if (wanted.length > 0) follower.deliver(wanted satisfies readonly LogRecord[]);
      }
    }
    if (missed) follower.missed();
  };
  const wake = (): void => {
    if (awake) return;
    awake = true;
    setImmediate(() => {
      awake = false;
      if (!forgotten) tell();
    });
  };
  let forgotten = false;
  const forget = topic.addListener(wake);
  tell();
  return {
    stop: async () => {
      forgotten = true;
      forget();
    },
  };
}
