import {
  type Conversation,
  conversationSchema,
  type EndedTurn,
  emptyConversation,
  endedTurnSchema,
  ownerSchema,
  type Snapshot,
  snapshotSchema,
} from '../schemas/conversation.ts';
import { handoffSchema } from '../schemas/handoff.ts';
import { isObject } from '../schemas/json.ts';
import { readStoredReply } from '../schemas/stored-reply.ts';

const longAgo = new Date(0).toISOString();

/**
 * A snapshot as some version of ours has written it, as `readStoredReply`: a turn that cannot be read is left out, a call that
 * cannot be read is not held. Null for what is no snapshot, or has no rank.
 */
export function readStoredSnapshot(value: unknown): Snapshot | null {
  const { data } = snapshotSchema.safeParse(value);
  if (data || !isObject(value)) return data ?? null;
  const { conversation, unpublished } = value;
  const read = readStoredConversation(conversation);
  return snapshotSchema.safeParse({ ...value, conversation: read, unpublished: unpublished ?? [] }).data ?? null;
}

/** The conversation of a snapshot, or as the store holds it; null for what does not say whose it is, or has no version. */
export function readStoredConversation(value: unknown): Conversation | null {
  const whole = conversationSchema.safeParse(value);
  if (whole.data || !isObject(value)) return whole.data ?? null;
  const { conversationId, version, state, held, results, dialogue, turns } = value;
  const owner = ownerSchema.safeParse(value['owner']).data;
  const handoff = handoffSchema.safeParse(value['handoff']).data;
  if (typeof conversationId !== 'string' || typeof version !== 'number') return null;
  const least = {
    ...emptyConversation(conversationId, version),
    // Without it nobody but its tenant may see the conversation: one that cannot be read hides it, and shows it to nobody.
    ...(owner ? { owner } : {}),
    ...(handoff ? { handoff } : {}),
    turns: Array.isArray(turns) ? turns.flatMap(readTurn) : [],
  };
  // Results are looked up again where they cannot be read.
  const tries = [
    { ...least, state, held, results, dialogue },
    { ...least, state, held, dialogue },
    { ...least, state, held, results },
    { ...least, state, held },
    { ...least, held },
    { ...least, state },
    least,
  ];
  for (const one of tries) {
    const { data } = conversationSchema.safeParse(one);
    if (data) return data;
  }
  return null;
}

function readTurn(value: unknown): EndedTurn[] {
  if (!isObject(value)) return [];
  const reply = readStoredReply(value['reply']);
  const { data } = endedTurnSchema.safeParse({ submittedAt: longAgo, ...value, reply });
  return data ? [data] : [];
}
