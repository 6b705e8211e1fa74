import { SpanKind } from '@opentelemetry/api';
import {
  type AcceptedTurn,
  type DecodedTurn,
  decodeTurn,
  encodeHeaders,
  encodeTurn,
  forwardedHeaders,
  homePartition,
} from '@turnfleet/contract/events';
import type { Turn } from '@turnfleet/contract/schemas';
import { type Clock, isTurnfleetError, type Logger } from '@turnfleet/core';
import { appendWhileOwner } from '@turnfleet/ownership';
import { askerHeader, type SigningKeys, signAsker } from '@turnfleet/principal';
import { attributes, contextOf, counter, tracedLog, withSpan } from '@turnfleet/telemetry';
import { deadLetters, turnMetrics } from '@turnfleet/turn';
import type { GroupMember, LogRecord, Membership, NewRecord, TurnLog } from '@turnfleet/turn-engine';
import { RelayQueue } from './relay-queue.ts';

interface RelayDeps {
  readonly log: TurnLog;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Of `chat.turns`. */
  readonly partitions: number;
  /** Of the workers; that of the relay is named after it and the topic. */
  readonly group: string;
  readonly turnDeadlineMs: number;
  /** So long what was begun may take when it is stopped. */
  readonly drainMs: number;
  /** Undefined where nobody signs in. */
  readonly keys?: SigningKeys | undefined;
}

export interface Relay {
  /** Rejects if it ends by itself. */
  readonly failed: Promise<never>;
  stop(): Promise<void>;
}

const scope = 'turnfleet/orchestrator';

/**
 * Brings the turns of an upstream's own topic into `chat.turns`, each as one of `tenant` whatever it says, in the order of its
 * conversation. A record that is no turn becomes a dead letter, without a reply: it might be meant for another's conversation.
 * What was brought and not committed is brought again, under the same turn id. `not_found` if there is no such topic.
 */
export async function relayUpstream(deps: RelayDeps, topic: string, tenant: string): Promise<Relay> {
  const { clock, logger, partitions } = deps;
  const log = tracedLog(deps.log, scope);
  const relayed = counter('turnfleet.upstream.relayed');
  const told = (outcome: string) => relayed.add(1, { topic, outcome });
  const metrics = turnMetrics();
  const deadLetter = deadLetters({
    ...{ log, clock, logger, partitions },
    metrics: {
      deadLettered: () => {
        told('dead_letter');
        metrics.deadLettered();
      },
    },
  });

  function take(record: LogRecord) {
    const dated = { ...record, timestamp: record.timestamp >= 0 ? record.timestamp : clock.now() };
    const decoded = decodeTurn(dated, deps.turnDeadlineMs);
    const lane = decoded.kind === 'turn' ? decoded.turn.conversationId : `/${record.offset}`;
    const bring = (signal: AbortSignal): Promise<void> =>
      withSpan({ ...spanOf(record), parent: contextOf(decoded.traceHeaders) }, () => relay(record, decoded, signal));
    return { lane, bring };
  }

  async function relay(record: LogRecord, decoded: DecodedTurn, signal: AbortSignal): Promise<void> {
    const run = { signal, holds: async () => undefined };
    if (decoded.kind === 'rejected') return deadLetter(record, decoded.error, 1, run);
    const turn = { ...decoded.turn, tenant };
    try {
      await appendWhileOwner({ log, clock }, run, asTurn(decoded, turn));
    } catch (refusal) {
      if (!isTurnfleetError(refusal, 'invalid_request')) throw refusal;
      // Too large for `chat.turns`: it goes on without what no answer needs.
      await deadLetter(record, refusal, 1, run);
      const lean = { ...turn, metadata: undefined, context: undefined };
      await appendWhileOwner({ log, clock }, run, asTurn(decoded, lean));
    }
    told('turn');
  }

  function asTurn({ submittedAt, deadlineAt, priority, traceHeaders }: AcceptedTurn, turn: Turn): NewRecord {
    const home = homePartition(turn.conversationId, partitions);
    const record = encodeTurn(turn, home, traceHeaders, { deadlineAt, priority });
    return { ...record, headers: { ...forwardedHeaders(record.headers, submittedAt, 0), ...vouch(turn, record) } };
  }

  /** As an ingress vouches for whom it lets in: here the topic says who it is. */
  function vouch(turn: Turn, { value }: NewRecord): NewRecord['headers'] {
    if (!deps.keys || !value) return {};
    const asker = {
      tenant,
      user: turn.user?.id ?? null,
      reach: 'tenant',
      scopes: ['chat'],
      by: `upstream:${topic}`,
    } as const;
    return encodeHeaders({ [askerHeader]: signAsker(deps.keys, asker, { ...turn, value }) });
  }

  const joined = Promise.withResolvers<Membership>();
  const queues = new Map<number, RelayQueue>();
  const end = (partition: number): void => {
    queues.get(partition)?.end();
    queues.delete(partition);
  };
  const member: GroupMember = {
    async assigned(assignments) {
      for (const partition of [...queues.keys()]) end(partition);
      for (const { partition } of assignments) {
        queues.set(partition, new RelayQueue({ partition, membership: joined.promise, take, clock, logger }));
      }
    },
    async revoked(lost) {
      lost.forEach(end);
    },
    deliver: (partition, records) => queues.get(partition)?.add(records),
    passed: (partition, next) => queues.get(partition)?.pass(next),
    overtaken: (partition, from, to) =>
      logger.error(
        { topic, partition, from: String(from), to: String(to) },
        'the log deleted turns of an upstream before they were brought in',
      ),
  };
  const membership = await deps.log.join(`${deps.group}-${topic}`, topic, member);
  joined.resolve(membership);
  const failed = membership.ended.then(() => new Promise<never>(() => undefined));
  failed.catch(() => undefined); // whoever looks at `failed` is told
  return {
    failed,
    async stop() {
      const running = [...queues.values()];
      for (const queue of running) queue.finish();
      const timeUp = clock.setTimer(deps.drainMs, () => running.forEach((queue) => queue.end()));
      await Promise.all(running.map((queue) => queue.idle()));
      timeUp.cancel();
      await membership.leave();
    },
  };
}

function spanOf({ topic, partition, offset }: LogRecord) {
  return {
    scope,
    name: `process ${topic}`,
    kind: SpanKind.CONSUMER,
    attributes: {
      [attributes.messagingSystem]: 'kafka',
      [attributes.messagingOperation]: 'process',
      [attributes.messagingOperationType]: 'process',
      [attributes.messagingDestination]: topic,
      [attributes.messagingPartition]: String(partition),
      [attributes.messagingOffset]: Number(offset),
    },
  };
}
