import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { isTurnfleetError, silentLogger, systemClock } from '@turnfleet/core';
import { type KafkaLog, openKafkaLog } from '@turnfleet/kafka';
import { startTcpProxy, type TcpProxy } from '@turnfleet/testing/tcp-proxy';
import { Watch } from '@turnfleet/testing/watch';
import kafkajs from 'kafkajs';
import { type Random, randomOf } from '../sim/time/random.ts';
import { Group } from './group.ts';
import { makeTrouble } from './make-trouble.ts';
import { Committed, type ModelledMember } from './modelled-member.ts';
import { has, wrongInLog } from './wrong-in-log.ts';

const partitions = 3;
/** All of a run has to be over by then, once nothing is broken any more. */
const patienceMs = 60_000;

interface KafkaSeed {
  /** What the adapter did that its port forbids; empty if all was right. */
  readonly breaches: readonly string[];
  readonly counts: { readonly records: number; readonly deliveries: number };
}

/** A process: a log of its own, over a way of its own to the brokers. */
interface Client {
  readonly proxy: TcpProxy;
  readonly log: KafkaLog;
}

/**
 * The Kafka adapter on a real broker while its connections are cut, frozen, muted, refused and slow: two workers of a group
 * that commit, pause, leave and come back, and one who appends, through so many troubles. What happens is drawn from the seed; when, is up to the machine.
 */
export async function runKafkaSeed(seed: number, brokers: string, troubles: number): Promise<KafkaSeed> {
  const random = randomOf(seed, 'kafka');
  const [host = '', port = ''] = brokers.split(',')[0]?.split(':') ?? [];
  const topic = `faults-${randomUUID()}`;
  const admin = new kafkajs.Kafka({ brokers: brokers.split(','), logLevel: kafkajs.logLevel.NOTHING }).admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions: partitions }], waitForLeaders: true });
  const open = async (name: string): Promise<Client> => {
    const proxy = await startTcpProxy({ host, port: Number(port) });
    const options = { brokers: [`${host}:${port}`], clientId: name, clock: systemClock, logger: silentLogger };
    // Whatever a broker calls itself, the way leads through the proxy.
    return { proxy, log: await openKafkaLog({ ...options, connect: () => connect(proxy.port, '127.0.0.1') }) };
  };
  const clients = await Promise.all(['producer', 'worker-0', 'worker-1'].map(open));
  const [producer, ...workers] = clients;
  const watch = new Watch(patienceMs);
  const committed = new Committed();
  const members: ModelledMember[] = [];
  const healed = new AbortController();
  const over = new AbortController();
  const acknowledged = new Map<string, string>();
  const group = new Group(topic, partitions, watch, committed, members);
  try {
    const working = workers.map(({ log }, i) => group.work(log, random.of(`worker ${i}`), healed.signal, over.signal));
    const appending = Array.from({ length: partitions }, (_, partition) =>
      appendAll(producer?.log, topic, partition, random.of(`append ${partition}`), acknowledged, healed.signal),
    );
    const ways = clients.map(({ proxy }) => proxy);
    await makeTrouble(random.of('trouble'), ways, troubles);
    healed.abort();
    const sent = await Promise.all(appending);
    const ends = await endsOf(admin, topic);
    const isAll = (): boolean => [...ends].every(([partition, end]) => end === 0n || has(members, partition, end - 1n));
    const late = await watch.until('all records have been delivered', isAll).then(
      () => [],
      (error: Error) => [error.message],
    );
    over.abort();
    await Promise.all(working);
    const breaches = [
      ...late,
      ...members.flatMap((member) => member.breaches),
      ...(await wrongInLog(workers[0]?.log, topic, members, acknowledged, sent)),
    ];
    const deliveries = members.reduce((sum, { records }) => sum + records.length, 0);
    return { breaches, counts: { records: acknowledged.size, deliveries } };
  } finally {
    healed.abort();
    over.abort();
    await Promise.allSettled(clients.map(({ log }) => log.close()));
    await Promise.allSettled(clients.map(({ proxy }) => proxy.close()));
    await admin.deleteTopics({ topics: [topic] });
    await admin.disconnect();
  }
}

/** One record after another, each until it is acknowledged, as whoever submits turns does; how many. */
async function appendAll(
  log: KafkaLog | undefined,
  topic: string,
  partition: number,
  random: Random,
  acknowledged: Map<string, string>,
  healed: AbortSignal,
): Promise<number> {
  let i = 0;
  while (!healed.aborted) {
    const value = `${partition}:${i}`;
    await pause(random.between(0, 200));
    try {
      const appended = await log?.append({ topic, partition, key: null, value: Buffer.from(value), headers: {} });
      acknowledged.set(`${partition}/${appended?.offset}`, value);
      i++;
    } catch (error) {
      if (!isTurnfleetError(error, 'overloaded')) throw error;
    }
  }
  return i;
}

async function endsOf(admin: kafkajs.Admin, topic: string): Promise<ReadonlyMap<number, bigint>> {
  const offsets = await admin.fetchTopicOffsets(topic);
  return new Map(offsets.map(({ partition, high }) => [partition, BigInt(high)]));
}
