import type { EndedTurn, Reply } from '@turnfleet/contract/schemas';
import type { AppliedPositions, ConversationStore, RestoredConversation } from './conversation-store.ts';
import type { Fence } from './fence.ts';

/** A log without snapshots: what a fresh system restores from. */
export async function* nothingToRestore(): AsyncGenerator<RestoredConversation> {}

/** Where an empty log begins. */
export const atStart: AppliedPositions = { conversations: 0n, replies: 0n };

/** Claims a partition whatever state it is in, as if the log had nothing; a lost one is restored from nothing. */
export async function claimOrRestore(store: ConversationStore, partition: number, generation = 1): Promise<Fence> {
  const claim = await store.claim(partition);
  if (claim.kind === 'lost') return store.restore(partition, generation, nothingToRestore(), atStart);
  await store.catchUp(claim.fence, nothingToRestore(), claim.applied);
  return claim.fence;
}

/** Claims all partitions, as a worker that is alone does; fences by partition. */
export function claimAll(store: ConversationStore, partitions: number): Promise<Fence[]> {
  return Promise.all(Array.from({ length: partitions }, (_, partition) => claimOrRestore(store, partition)));
}

/** A plain completed reply. */
export function replyTo(conversationId: string, turnId: string, version: number, more: Partial<Reply> = {}): Reply {
  return {
    conversationId,
    turnId,
    status: 'completed',
    text: `Answer to ${turnId}`,
    locale: 'en',
    model: 'simulated',
    toolCalls: [],
    suggestions: [],
    sources: [],
    grounding: { checked: 0, held: 0, replaced: 0 },
    usage: { inputTokens: 0, outputTokens: 0, costUsd: 0 },
    timings: { queuedMs: 0, firstTokenMs: 0, totalMs: 0 },
    traceId: '',
    version,
    answeredBy: null,
    ...more,
  };
}

/** A turn that ended with `replyTo`. */
export function endedTurn(
  conversationId: string,
  turnId: string,
  version: number,
  text = 'Is it in stock?',
): EndedTurn {
  return { turnId, submittedAt: '2026-01-01T00:00:00.000Z', text, reply: replyTo(conversationId, turnId, version) };
}
