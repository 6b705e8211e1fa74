import {
  type ConversationStore,
  type Fence,
  homeUnder,
  journalLimit,
  ledgerTtlMs,
  shortened,
  snapshotOf,
  type TurnRef,
} from '@turnfleet/conversation';
import { pairs, unexpectedAnswer } from './answer.ts';
import { currentScript } from './idle-scripts.ts';
import { ownerText } from './owner-text.ts';
import { parseConversation } from './parse-conversation.ts';
import { agree, claimIn } from './redis-claim.ts';
import type { RedisContext } from './redis-context.ts';
import { redisIdle } from './redis-idle.ts';
import { catchUpIn, restoreInto } from './redis-restore.ts';
import { redisTimers, timerText } from './redis-timers.ts';
import type { Script } from './script.ts';
import {
  abridgeScript,
  beginScript,
  checkScript,
  commitScript,
  confirmScript,
  noteSpendingScript,
  partitionsScript,
  releaseScript,
  settleScript,
} from './store-scripts.ts';

export function redisStore(context: RedisContext): ConversationStore {
  const { keys, client, journalTtlMs } = context;
  let agreed = false;
  const run = async (script: Script, turn: TurnRef, fence: Fence, ...args: (string | number)[]) => {
    homeUnder(fence, turn.conversationId, context.partitions);
    return client.run(script, keys.ofTurn(turn), fence, args);
  };

  return {
    now: async () => context.redis.now(),
    partitions: async () => {
      const [count = ''] = await context.redis.run(partitionsScript, keys.store, []);
      return count === '' ? null : Number(count);
    },
    async claim(partition, known) {
      // Once, for a store that an earlier version has filled: the records of partitions say it too.
      if (!agreed) await agree(context);
      agreed = true;
      return claimIn(context, partition, known);
    },
    restore: (...args) => restoreInto(context, ...args),
    catchUp: (...args) => catchUpIn(context, ...args),
    ...redisIdle(context),
    ...redisTimers(context),
    check: async (fence) => void (await client.run(checkScript, keys.ofPartition(fence.partition), fence, [])),

    async current(fence, conversationId) {
      homeUnder(fence, conversationId, context.partitions);
      const answer = await client.run(currentScript, keys.ofConversation(conversationId), fence, []);
      const [kind, generation, version, epoch, ...state] = answer;
      if (kind !== 'known') return null;
      const rank = { generation: Number(generation), version: Number(version), epoch: Number(epoch) };
      return { ...rank, snapshot: snapshotFrom(state, { conversationId }, fence) };
    },

    async begin(turn, fence, name, suspicion) {
      const suspects = suspicion ? [suspicion.from, bound(suspicion.below)] : ['', ''];
      const [kind, ...rest] = await run(beginScript, turn, fence, ledgerTtlMs, name, ...suspects);
      if (kind === 'suspect') return { kind };
      if (kind === 'answered') {
        const [reply = '', published, settled, ...state] = rest;
        const snapshot = snapshotFrom(state, turn, fence);
        return { kind, reply, published: published === '1', settled: settled === '1', snapshot };
      }
      const [json = '', attempt, abandoned, cancelled, spent = ''] = rest;
      const conversation = parseConversation(json, turn.conversationId);
      return {
        kind: 'fresh',
        conversation,
        attempt: Number(attempt),
        abandoned: Number(abandoned),
        cancelled: cancelled === '1',
        spent: spent === '' ? [] : spent.split('\n'),
      };
    },

    async noteSpending(turn, lines, fence) {
      await run(noteSpendingScript, turn, fence, ledgerTtlMs, lines.join('\n'));
    },

    async release(turn, fence, name, spent = []) {
      await run(releaseScript, turn, fence, name, ledgerTtlMs, spent.join('\n'));
    },

    async commit({ conversationId, basedOn, conversation, replies }, fence) {
      homeUnder(fence, conversationId, context.partitions);
      const names = replies.map(({ turnId }) => keys.turn({ conversationId, turnId }));
      const head = [
        ledgerTtlMs,
        basedOn,
        conversation.version,
        JSON.stringify(conversation),
        context.redis.now(keys.ofConversation(conversationId)),
        timerText(conversation.timer),
      ];
      const answered = replies.flatMap(({ turnId, reply }) => [turnId, reply]);
      const args = [...head, ...answered, ownerText(conversation.owner)];
      const all = [...keys.ofConversation(conversationId), ...names];
      const [kind, ...state] = await client.run(commitScript, all, fence, args);
      if (kind === 'conflict') return { kind };
      return { kind: 'committed', snapshot: snapshotFrom(state, { conversationId }, fence) };
    },

    async abridge({ conversationId, conversation, replies }, fence) {
      homeUnder(fence, conversationId, context.partitions);
      const names = replies.map(({ turnId }) => keys.turn({ conversationId, turnId }));
      const head = [ledgerTtlMs, journalTtlMs, journalLimit, conversation.version, JSON.stringify(conversation)];
      const told = (turnId: string): string => JSON.stringify(shortened(turnId));
      const args = replies.flatMap(({ turnId, reply, instead }) => [turnId, reply, instead, told(turnId)]);
      const all = [...keys.ofConversation(conversationId), ...names];
      const [kind, ...state] = await client.run(abridgeScript, all, fence, [...head, ...args]);
      if (kind === 'conflict') return { kind };
      return { kind: 'committed', snapshot: snapshotFrom(state, { conversationId }, fence) };
    },

    async confirm(turn, reply, fence) {
      const [kind] = await run(confirmScript, turn, fence, reply);
      return kind === 'known';
    },

    async settle(turn, event, fence, { conversations, replies }) {
      const limits = [ledgerTtlMs, journalTtlMs, journalLimit];
      const args = [...limits, turn.turnId, String(conversations), String(replies), JSON.stringify(event)];
      const [kind] = await run(settleScript, turn, fence, ...args);
      if (kind !== 'ok') throw unexpectedAnswer(kind);
    },
  };
}

const bound = (below: number): number | string => (Number.isFinite(below) ? below : '');

function snapshotFrom(
  state: readonly string[],
  { conversationId }: Pick<TurnRef, 'conversationId'>,
  { generation, epoch }: Fence,
): string {
  const [json = '', ...unpublished] = state;
  const conversation = json === '' ? null : json;
  return snapshotOf({ generation, epoch, conversationId, conversation, unpublished: new Map(pairs(unpublished)) });
}
