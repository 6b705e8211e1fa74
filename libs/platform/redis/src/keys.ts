import { homePartition } from '@turnfleet/contract/events';
import type { TurnRef } from '@turnfleet/conversation';

/** `[meta, open, idle, conversation, unpublished, running, journal, turn, …]`: what the scripts call them, in this order. */
export type ScriptKeys = readonly string[];

/**
 * Names of everything in Redis. All of a partition lies under one hash tag, `{PREFIX:PARTITION}`, so on one node of a
 * cluster, and one script may touch it. Ids hold no `/` and no braces.
 */
export interface Keys {
  /** Of what is said of the store as a whole. */
  readonly store: ScriptKeys;
  /** All keys of a script about a partition. */
  ofPartition(partition: number): ScriptKeys;
  /** Of a partition's cancel requests; a message is `CONVERSATION/TURN`. */
  cancelChannel(partition: number): string;
  home(conversationId: string): number;
  /** All keys of a script about a conversation. */
  ofConversation(conversationId: string): ScriptKeys;
  /** All keys of a script about a turn. */
  ofTurn(turn: TurnRef): ScriptKeys;
  turn(turn: TurnRef): string;
  /** Of whoever claimed the conversation. */
  owner(conversationId: string): string;
  /** The turn that has this key. */
  turnOf(key: string): TurnRef;
  /** The conversation that has this key. */
  conversationOf(key: string): string;
  /** The conversation's journal, and the channel that tells of appends to it. */
  journal(conversationId: string): string;
}

export const defaultPrefix = 'tf';

export function createKeys(prefix: string, partitions: number): Keys {
  const tag = (partition: number): string => `{${prefix}:${partition}}`;
  const home = (conversationId: string): number => homePartition(conversationId, partitions);
  const ofPartition = (partition: number): string[] => shared.map((kind) => `${tag(partition)}:${kind}`);
  const ofConversation = (conversationId: string): string[] => {
    const partition = home(conversationId);
    return [...ofPartition(partition), ...kinds.map((kind) => `${tag(partition)}:${kind}/${conversationId}`)];
  };
  const turn = (ref: TurnRef): string => `${tag(home(ref.conversationId))}:turn/${ref.conversationId}/${ref.turnId}`;
  return {
    store: [`{${prefix}:store}:meta`],
    ofPartition,
    cancelChannel: (partition) => `${tag(partition)}:cancels`,
    home,
    ofConversation,
    ofTurn: (ref) => [...ofConversation(ref.conversationId), turn(ref)],
    turn,
    owner: (conversationId) => `${tag(home(conversationId))}:owner/${conversationId}`,
    turnOf: (key) => {
      const [, conversationId = '', turnId = ''] = key.split('/');
      return { conversationId, turnId };
    },
    conversationOf: (key) => key.slice(key.indexOf('/') + 1),
    journal: (conversationId) => `${tag(home(conversationId))}:journal/${conversationId}`,
  };
}

const shared = ['meta', 'open', 'idle'] as const;
const kinds = ['conversation', 'unpublished', 'running', 'journal'] as const;
