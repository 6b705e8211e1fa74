import { connect as connectTcp, type Socket } from 'node:net';
import type { Clock, Logger } from '@turnfleet/core';
import { Kafka, type LogEntry, logLevel } from 'kafkajs';
import { calmQueues } from '../patches/calm-queues.ts';
import { endWhenDead } from '../patches/end-when-dead.ts';
import { writeHeadersWithoutValue } from '../patches/headers-without-value.ts';
import { countUsableConnectionsOnly } from '../patches/usable-connections.ts';
import { handOnWholeResponses } from '../patches/whole-responses.ts';
import { registerCodecs } from './codecs.ts';
import { keepHeaderNames } from './header-names.ts';

export interface KafkaOptions {
  /** `host:port` of some brokers of the cluster; the others are found through them. */
  readonly brokers: readonly string[];
  /** Names this process in the brokers' logs and quotas. */
  readonly clientId: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Opens the TCP connection to a broker; specs put a proxy in between. Default: a plain socket. */
  readonly connect?: Connect;
}

type Connect = (host: string, port: number) => Socket;

/** A kafkajs client whose every connection can be cut: kafkajs itself may go on after it was told to stop. */
interface Client {
  readonly kafka: Kafka;
  /** Destroys all connections and refuses new ones. */
  readonly sever: () => void;
}

/** How long the broker waits for a silent member before its partitions go to others (delivery.md: 15 s in all). */
export const sessionTimeoutMs = 8_000;
const requestTimeoutMs = 5_000;
const connectionTimeoutMs = 2_000;
const keepAliveMs = 30_000;

/** Nothing is sent before the first use. A broker that refuses is given up after about 10 s, one that hangs after 20 s. */
export function createClient(options: KafkaOptions, answerWithinMs = requestTimeoutMs): Client {
  registerCodecs();
  calmQueues();
  writeHeadersWithoutValue();
  keepHeaderNames();
  countUsableConnectionsOnly();
  const connect: Connect = options.connect ?? ((host, port) => connectTcp({ host, port }));
  const sockets = new Set<Socket>();
  let severed = false;
  const kafka = new Kafka({
    brokers: [...options.brokers],
    clientId: options.clientId,
    connectionTimeout: connectionTimeoutMs,
    requestTimeout: answerWithinMs,
    retry: { initialRetryTime: 100, retries: 3, maxRetryTime: 1_000 },
    logLevel: logLevel.INFO,
    logCreator: () => (entry) => bridge(options.logger, entry),
    socketFactory: ({ host, port, onConnect }) => {
      if (severed) throw new Error('This client was closed.');
      const socket = endWhenDead(handOnWholeResponses(connect(host, port)), options.clock);
      socket.setNoDelay(true).setKeepAlive(true, keepAliveMs).once('connect', onConnect);
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      return socket;
    },
  });
  return {
    kafka,
    sever: () => {
      severed = true;
      // With an error, for kafkajs does not listen to `close`.
      for (const socket of sockets) socket.destroy(new Error('This client was closed.'));
    },
  };
}

/**
 * kafkajs' levels are too loud: what it calls errors it repeats, and what fails for good reaches us as an exception.
 * Of its fields only those that cannot hold keys or values are passed on.
 */
function bridge(logger: Logger, { level, namespace, log }: LogEntry): void {
  const { groupId, memberId, topic, partition, broker, error, retryCount } = log as Record<string, unknown>;
  const fields = { namespace, groupId, memberId, topic, partition, broker, error: text(error), retryCount };
  const message = `kafkajs: ${log.message}`;
  const notable = level <= logLevel.WARN && ofTheGroup.has(namespace);
  if (notable) logger.info(fields, message);
  else logger.debug(fields, message);
}

/** The others log each try to connect, and each refusal of a broker: the ordinary ones of every rebalance too. */
const ofTheGroup: ReadonlySet<string> = new Set(['Consumer', 'ConsumerGroup', 'Runner']);

function text(error: unknown): string | undefined {
  if (error === undefined) return undefined;
  return error instanceof Error ? error.message : typeof error === 'string' ? error : JSON.stringify(error);
}
