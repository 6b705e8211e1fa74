import { type Clock, repeat } from '@turnfleet/core';
import type { PartitionLease } from './assigned-partitions.ts';

interface Watched {
  sinceHeartbeatMs(): number;
  /** Leases of which records are being delivered. */
  delivering(): readonly PartitionLease[];
  /** Those of `leases` of which the log has records that were not delivered yet. */
  waiting(leases: readonly PartitionLease[]): Promise<readonly PartitionLease[]>;
}

/** Whom the watchdog tells, once a round. */
interface Findings {
  /** The heart beats, and every partition moves or has nothing to give. */
  sound(): void;
  dead(why: string): void;
}

const roundMs = 10_000;
/** Longer than any rebalance, and than kafkajs' own attempts to find a broker again. */
const silentMs = 30_000;

/**
 * Finds out when kafkajs stopped without a word (issues 659, 1691): no heartbeat for 30 s, or a partition that stands
 * still over a whole round although records waited in it at the round's beginning.
 */
export function startWatchdog(clock: Clock, watched: Watched, findings: Findings): () => void {
  let waited = new Map<PartitionLease, number>();

  async function round(): Promise<void> {
    if (watched.sinceHeartbeatMs() > silentMs)
      return findings.dead(`no heartbeat was answered for ${silentMs / 1_000} s`);
    const now = watched.delivering();
    const stalled = now.find((lease) => waited.get(lease) === lease.activity);
    if (stalled) return findings.dead(`records of partition ${stalled.partition} wait, but none is fetched`);
    const resting = now.map((lease) => [lease, lease.activity] as const);
    const waiting = new Set(await watched.waiting(now));
    waited = new Map(resting.filter(([lease]) => waiting.has(lease)));
    if (watched.sinceHeartbeatMs() < roundMs) findings.sound();
  }

  const rounds = repeat(
    clock,
    () => roundMs,
    // Brokers that do not answer a round are the heartbeat's business.
    () => round().catch(() => waited.clear()),
  );
  rounds.start();
  return () => void rounds.stop();
}
