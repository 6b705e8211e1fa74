import { topics } from '@turnfleet/contract/events';
import type { World } from '../world.ts';
import { after, type FaultTable, goneFor } from './fault-table.ts';

/** Everything a log does to its clients. */
export const logFaults: FaultTable<
  | 'broker_away'
  | 'leader_change'
  | 'slow_fetch'
  | 'commits_refused'
  | 'rebalance'
  | 'offset_out_of_range'
  | 'offsets_forgotten'
  | 'log_rewritten'
  | 'compaction'
  | 'append_late'
  | 'append_lost'
  | 'cut_from_log'
> = {
  broker_away: ({ cluster }, { forMs }) => cluster.goAway(forMs),
  leader_change: ({ cluster }, { topic, partition, forMs }) => cluster.loseLeader(topic, partition, forMs),
  slow_fetch: (world, fault) => {
    world.cluster.slowFetchMs = 2_000;
    after(world, fault, () => void (world.cluster.slowFetchMs = 0));
  },
  commits_refused: (world, fault) => {
    world.cluster.refusingCommits = true;
    after(world, fault, () => void (world.cluster.refusingCommits = false));
  },
  /** Again and again while it lasts: a storm. */
  rebalance: (world, { forMs }) => {
    for (let at = 0; at <= forMs; at += 1_500)
      world.time.setTimer(at, () => {
        for (const group of world.cluster.groups) group.shake();
      });
  },
  offset_out_of_range: ({ cluster }) => cluster.rewindMembers(),
  offsets_forgotten: ({ cluster }, { partition }) => {
    for (const group of cluster.groups) group.forget(partition);
  },
  log_rewritten: rewriteTail,
  compaction: ({ cluster, time, plan }, { partition }) => {
    // Nobody who lost the partition longer ago than that still writes: in real life the lag is a day.
    cluster.partition(topics.conversations, partition).compact(time.now() - compactionLagMs(plan.sessionMs));
  },
  append_late: (world, fault) => {
    world.accidents.lateAppends = fault;
    goneFor(world, fault);
    after(world, fault, () => void (world.accidents.lateAppends = { share: 0, lateMs: 0 }));
  },
  append_lost: (world, fault) => {
    world.accidents.lostAppends = fault.share;
    goneFor(world, fault);
    after(world, fault, () => void (world.accidents.lostAppends = 0));
  },
  cut_from_log: (world, fault) => {
    const process = world.fleet.process(fault.worker);
    if (!process) return;
    world.accidents.cutFromLog.add(process);
    goneFor(world, fault);
    world.recorder.see({ event: 'died', worker: process.name, by: 'kill' });
    after(world, fault, () => world.accidents.cutFromLog.delete(process));
  },
};

const compactionLagMs = (sessionMs: number): number => 10 * sessionMs;
const tailRecords = 5n;

/**
 * The end of a partition is lost and sent again by those who had sent it: the same turns at the same offsets, but other
 * records. Were they others, turns that the group had committed would be lost, which only clean elections prevent.
 */
function rewriteTail({ cluster, plan }: World, { partition }: { readonly partition: number }): void {
  const log = cluster.partition(topics.turns, partition % plan.partitions);
  const lost = log.truncate(log.end > tailRecords ? log.end - tailRecords : 0n);
  for (const record of lost) log.append(record, cluster.now());
  cluster.rewindMembers();
}
