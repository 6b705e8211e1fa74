export const topics = {
  turns: 'chat.turns',
  replies: 'chat.replies',
  conversations: 'chat.conversations',
  deadLetters: 'chat.turns.dlq',
  usage: 'chat.usage',
  shadow: 'chat.shadow',
  changes: 'shop.changes',
  events: 'chat.events',
  handoffs: 'chat.handoffs',
} as const;

export const defaultPartitions = 24;

export type Topic = (typeof topics)[keyof typeof topics];

/** How long a topic keeps its records: days, or `compacted`, the last one of each key. */
export const keptFor = {
  'chat.turns': 7,
  'chat.replies': 7,
  'chat.conversations': 'compacted',
  'chat.turns.dlq': 30,
  'chat.usage': 30,
  'chat.shadow': 30,
  'shop.changes': 7,
  'chat.events': 7,
  'chat.handoffs': 7,
} as const satisfies Record<Topic, number | 'compacted'>;

const dayMs = 24 * 3_600_000;

/**
 * How long after it was submitted a turn may get its first reply, in milliseconds. A store that was rebuilt from the log
 * knows the replies that `chat.replies` still has: whether an older turn was answered before, nobody can tell for certain.
 */
export const answerableForMs = keptFor[topics.replies] * dayMs;
