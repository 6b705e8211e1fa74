import { randomUUID } from 'node:crypto';
import type { Reply } from '@turnfleet/contract/schemas';
import {
  type AppliedPositions,
  endWith,
  type Fence,
  fenced,
  homeUnder,
  journalLimit,
  ledgerTtlMs,
  overruled,
  type RestoredConversation,
} from '@turnfleet/conversation';
import { Semaphore } from '@turnfleet/core';
import { ownerText } from './owner-text.ts';
import type { RedisContext } from './redis-context.ts';
import { timerText } from './redis-timers.ts';
import {
  catchUpConversationScript,
  catchUpEndScript,
  restoreConversationScript,
  restoreEndScript,
  restoreStartScript,
} from './restore-scripts.ts';
import type { Script } from './script.ts';

/** Ledger entries in one script call: keeps it short for the others on the server. */
const entriesPerCall = 100;
const conversationsAtOnce = 64;

/** Whoever starts last goes on; the token of an earlier restore, or of one before a loss, is worth nothing. */
export async function restoreInto(
  context: RedisContext,
  partition: number,
  generation: number,
  conversations: AsyncIterable<RestoredConversation>,
  applied: AppliedPositions,
): Promise<Fence> {
  const { redis, keys, client } = context;
  const token = randomUUID();
  const run = async (script: Script, names: readonly string[], args: readonly (string | number)[]): Promise<void> => {
    const [kind] = await redis.run(script, names, [token, ...args]);
    if (kind !== 'ok') throw fenced(partition);
  };
  const names = keys.ofPartition(partition);
  await run(restoreStartScript, names, []);
  await eachAtOnce(conversations, conversationsAtOnce, async (restored) => {
    for (const call of callsFor(context, restored)) await run(restoreConversationScript, call.names, call.args);
  });
  await run(restoreEndScript, names, [
    generation,
    client.id,
    redis.server(names),
    ...positions(applied),
    context.partitions,
  ]);
  client.restored(partition, generation);
  return { partition, generation, epoch: 1 };
}

/** Every call shows the fence anew: the partition may have gone to another worker meanwhile. */
export async function catchUpIn(
  context: RedisContext,
  fence: Fence,
  conversations: AsyncIterable<RestoredConversation>,
  applied: AppliedPositions,
): Promise<void> {
  const { keys, client, partitions } = context;
  await eachAtOnce(conversations, conversationsAtOnce, async (restored) => {
    homeUnder(fence, restored.conversation.conversationId, partitions);
    for (const { names, args } of callsFor(context, restored)) {
      await client.run(catchUpConversationScript, names, fence, args);
    }
  });
  await client.run(catchUpEndScript, keys.ofPartition(fence.partition), fence, positions(applied));
}

const positions = ({ conversations, replies }: AppliedPositions): string[] => [String(conversations), String(replies)];

interface Call {
  readonly names: readonly string[];
  readonly args: readonly (string | number)[];
}

function callsFor({ keys, journalTtlMs }: RedisContext, restored: RestoredConversation): Call[] {
  const { conversation, generation, epoch, at, published, unpublished } = restored;
  const { conversationId, version } = conversation;
  const entries = [
    ...[...published].map(
      ([turnId, reply]) => [turnId, reply, '1', JSON.stringify(endWith(parseReply(reply)))] as const,
    ),
    ...[...unpublished].map(([turnId, reply]) => [turnId, reply, '', JSON.stringify(overruled(turnId))] as const),
  ];
  const turns = `/${conversation.turns.map(({ turnId }) => `${turnId}/`).join('')}`;
  return Array.from({ length: Math.max(1, Math.ceil(entries.length / entriesPerCall)) }, (_, call) => {
    const part = entries.slice(call * entriesPerCall, (call + 1) * entriesPerCall);
    const whole = call === 0;
    const what = whole ? (restored.ended ? 'x' : '1') : '0';
    const head = [ledgerTtlMs, journalTtlMs, journalLimit, what, generation, version, epoch, at];
    return {
      names: [...keys.ofConversation(conversationId), ...part.map(([turnId]) => keys.turn({ conversationId, turnId }))],
      args: [
        ...head,
        ...(whole ? [JSON.stringify(conversation), turns, timerText(conversation.timer)] : ['', '', '']),
        ...part.flat(),
        ownerText(conversation.owner),
      ],
    };
  });
}

/** Whoever found it in the log has read it already. */
const parseReply = (reply: string): Reply => JSON.parse(reply) as Reply;

/** Works on up to `size` items at once; the first failure ends it, after those running have ended. */
async function eachAtOnce<T>(items: AsyncIterable<T>, size: number, work: (item: T) => Promise<void>): Promise<void> {
  const places = new Semaphore(size);
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  try {
    for await (const item of items) {
      const entered = Promise.withResolvers<void>();
      const done = places
        .run(() => {
          entered.resolve();
          return work(item);
        })
        .catch((error: unknown) => void failures.push(error))
        .finally(() => running.delete(done));
      running.add(done);
      await entered.promise;
      if (failures.length > 0) break;
    }
  } finally {
    await Promise.all(running);
  }
  if (failures.length > 0) throw failures[0];
}
