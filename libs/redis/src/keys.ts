import { homePartition } from '@turnfleet/contract';
import type { TurnRef } from '@turnfleet/conversation';

/** `[meta, conversation, unpublished, running, journal, turn]`: what the scripts call them, in this order. */
export type ScriptKeys = readonly string[];

/**
 * Names of everything in Redis. All of a partition lies under one hash tag, `{PREFIX:PARTITION}`, so on one node of a
 * cluster, and one script may touch it. Ids hold no `/` and no braces.
 */
export interface Keys {
  meta(partition: number): string;
  /** Of a partition's cancel requests; a message is `CONVERSATION/TURN`. */
  cancelChannel(partition: number): string;
  home(conversationId: string): number;
  /** All keys of a script about a conversation. */
  ofConversation(conversationId: string): ScriptKeys;
  /** All keys of a script about a turn. */
  ofTurn(turn: TurnRef): ScriptKeys;
  turn(turn: TurnRef): string;
  /** The conversation's journal, and the channel that tells of appends to it. */
  journal(conversationId: string): string;
}

export function createKeys(prefix: string, partitions: number): Keys {
  const tag = (partition: number): string => `{${prefix}:${partition}}`;
  const home = (conversationId: string): number => homePartition(conversationId, partitions);
  const ofConversation = (conversationId: string): string[] => {
    const start = tag(home(conversationId));
    return [`${start}:meta`, ...kinds.map((kind) => `${start}:${kind}/${conversationId}`)];
  };
  const turn = (ref: TurnRef): string => `${tag(home(ref.conversationId))}:turn/${ref.conversationId}/${ref.turnId}`;
  return {
    meta: (partition) => `${tag(partition)}:meta`,
    cancelChannel: (partition) => `${tag(partition)}:cancels`,
    home,
    ofConversation,
    ofTurn: (ref) => [...ofConversation(ref.conversationId), turn(ref)],
    turn,
    journal: (conversationId) => `${tag(home(conversationId))}:journal/${conversationId}`,
  };
}

const kinds = ['conversation', 'unpublished', 'running', 'journal'] as const;
