import { randomUUID } from 'node:crypto';
import { openBackbone } from '@turnfleet/backbone';
import { decodeReply, topics } from '@turnfleet/contract/events';
import { silentLogger, systemClock, TurnfleetError } from '@turnfleet/core';
import { type ModelClient, plainRouter } from '@turnfleet/model';
import { countTokens } from '@turnfleet/model-http';
import type { Tool, ToolUse } from '@turnfleet/tools';
import type { TurnLog } from '@turnfleet/turn-engine';
import { engineLife, startWorker } from '@turnfleet/worker';
import type { Consumer } from '../consumers/consumer.ts';
import { turnsInFlight } from '../consumers/turnfleet.ts';
import { idIn } from './send-messages.ts';
import type { Work, WorkerSettings } from './worker-settings.ts';

/**
 * The orchestrator itself over Kafka and Redis, with a model that only waits: what a dead worker had answered is found in
 * the ledger. A message begins when the model is asked and ends when its reply is in the log.
 */
export async function startOrchestrator(settings: WorkerSettings, work: Work): Promise<Consumer> {
  const { brokers, redisUrl, group } = settings;
  const parts = { clock: systemClock, logger: silentLogger };
  const backbone = await openBackbone({ ...parts, clientId: 'bench', journalTtlMs: 60_000, brokers, redisUrl });
  const worker = await startWorker({
    ...backbone,
    ...parts,
    log: tellingReplies(backbone.log, work),
    config: {
      KAFKA_GROUP_ID: group,
      TURN_DEADLINE_SECONDS: 120,
      DRAIN_SECONDS: 10,
      MAX_TURNS_IN_FLIGHT: turnsInFlight,
      MAX_TURN_ATTEMPTS: 3,
      COALESCE_MS: 0,
      GROUNDING_OFF: new Set(),
      SHOP_TIME_ZONE: 'Asia/Shanghai',
    },
    newId: randomUUID,
    life: engineLife(),
    model: { client: waitingModel(work), router: plainRouter(systemClock), countTokens },
    toolBox: { offer: () => none, ofTurn: () => noTools },
    maintenance: { idleMs: 30 * dayMs, everyMs: dayMs, random: Math.random },
  });
  return { stop: () => worker.stop().finally(() => backbone.stop()) };
}

const dayMs = 24 * 3_600_000;
const none: readonly Tool[] = [];
const callsNone = () => Promise.reject(new TurnfleetError('internal', 'The model of a benchmark calls no tools.'));
const noTools: ToolUse = { callAll: callsNone, callHeld: callsNone };

function waitingModel(work: Work): ModelClient {
  return {
    async *stream({ messages }) {
      const question = messages.findLast((message) => message.role === 'user');
      const id = idIn(question?.text ?? '');
      work.began(id);
      await work.wait(id);
      yield { kind: 'text', text: 'done' };
      yield { kind: 'end', toolCalls: [], reason: 'stop', usage: { inputTokens: 1, outputTokens: 1 } };
    },
  };
}

function tellingReplies(log: TurnLog, work: Work): TurnLog {
  return {
    partitionsOf: (topic) => log.partitionsOf(topic),
    recordLimit: (topic) => log.recordLimit(topic),
    join: (group, topic, member) => log.join(group, topic, member),
    read: (topic, partition, from) => log.read(topic, partition, from),
    endOf: (topic, partition) => log.endOf(topic, partition),
    close: () => log.close(),
    append: async (record) => {
      const landed = await log.append(record);
      const reply = record.topic === topics.replies ? decodeReply(record) : null;
      if (reply) work.ended(reply.turnId);
      return landed;
    },
  };
}
