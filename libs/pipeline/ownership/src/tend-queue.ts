import { homePartition } from '@turnfleet/contract/events';
import type { Snapshot } from '@turnfleet/contract/schemas';
import type { ConversationStore, Fence } from '@turnfleet/conversation';
import { type Clock, type Logger, type Repeating, repeat } from '@turnfleet/core';
import type { HandoffQueue } from '@turnfleet/handoff';
import { counter } from '@turnfleet/telemetry';
import { isInterruption } from './interruption.ts';

/** The queue, by one who notes what belongs into it. */
export type NotingQueue = HandoffQueue & {
  /** By conversation the tenant; as far as this process put it there, or has seen it there. */
  readonly known: Map<string, string>;
};

export function notingQueue(queue: HandoffQueue): NotingQueue {
  const known = new Map<string, string>();
  return {
    ...queue,
    known,
    put: async (change) => {
      if (change.handoff) known.set(change.conversationId, change.tenant);
      else known.delete(change.conversationId);
      await queue.put(change);
    },
  };
}

interface TendQueueDeps {
  readonly queue: NotingQueue;
  readonly store: Pick<ConversationStore, 'current'>;
  readonly partitions: number;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The fences of the partitions held now. */
  readonly owned: () => readonly Fence[];
}

/** A shopper whose entry was lost waits for so long until it is back, at most, milliseconds. */
const everyMs = 60_000;
/** Of a tenant's queue so many are looked at; so many that lack are looked up in one look. */
const mostSeen = 1_000;
const mostLacking = 100;

/**
 * Puts entries back that the queue has lost by itself, of conversations whose owner knows that they wait for an agent, or that
 * one has them; what has a handoff no more is known no more.
 */
export function tendQueue(deps: TendQueueDeps): Repeating {
  const requeued = counter('turnfleet.handoffs.requeued');
  return repeat(
    deps.clock,
    () => everyMs,
    () =>
      look(deps, () => requeued.add(1)).catch((error: unknown) => {
        // Once the store is back, the next look finds what lacks.
        if (!isInterruption(error)) deps.logger.warn({ err: error }, 'the queue for agents was not looked after');
      }),
  );
}

async function look(deps: TendQueueDeps, requeued: () => void): Promise<void> {
  const { queue, partitions } = deps;
  const fences = new Map(deps.owned().map((fence) => [fence.partition, fence]));
  const fenceOf = (conversationId: string) => fences.get(homePartition(conversationId, partitions));
  const listed = await listedIn(queue);
  for (const [conversationId, tenant] of listed) if (fenceOf(conversationId)) queue.known.set(conversationId, tenant);
  let lacking = 0;
  for (const conversationId of [...queue.known.keys()]) {
    const fence = fenceOf(conversationId);
    if (!fence) queue.known.delete(conversationId);
    else if (!listed.has(conversationId)) {
      if (++lacking > mostLacking) return;
      if (await putBack(deps, fence, conversationId)) requeued();
    }
  }
}

/** Whose entries are in the queues, as agents see them. */
async function listedIn(queue: HandoffQueue): Promise<ReadonlyMap<string, string>> {
  const listed = new Map<string, string>();
  for (const tenant of await queue.tenants()) {
    for (const { conversationId } of await queue.waiting(tenant, mostSeen)) listed.set(conversationId, tenant);
    for (const { conversationId } of await queue.claimed(tenant)) listed.set(conversationId, tenant);
  }
  return listed;
}

/** By version: what is there behind those that are listed, or newer, stays as it is. Returns whether it was not there. */
async function putBack({ queue, store }: TendQueueDeps, fence: Fence, conversationId: string): Promise<boolean> {
  const current = await store.current(fence, conversationId);
  const { handoff = null, version = 0 } = current ? (JSON.parse(current.snapshot) as Snapshot).conversation : {};
  if (!handoff) {
    queue.known.delete(conversationId);
    return false;
  }
  const before = await queue.entry(handoff.tenant, conversationId);
  await queue.put({ tenant: handoff.tenant, conversationId, version, handoff });
  return before === null;
}
