import type { ConversationSeen, TurnSeen } from './seen.ts';
import type { TopicsSeen } from './topics-seen.ts';
import type { Tell } from './verdict.ts';

/** The turns of a conversation are answered in the order in which they first stand in the log of its home. */
export function judgeOrder(conversation: ConversationSeen, tell: Tell): boolean {
  const { conversationId, answered } = conversation;
  let latest: TurnSeen | null = null;
  let inOrder = true;
  for (const turn of answered) {
    const { turnId, place, reply } = turn;
    if (place === null || !reply) continue;
    if (!latest?.reply || latest.place === null || place > latest.place) {
      latest = turn;
      continue;
    }
    inOrder = false;
    const sentence = `Turn ${turnId} of ${conversationId} (offset ${place} of chat.turns) is answered after turn ${latest.turnId} (offset ${latest.place}): replies at offsets ${reply.offset} and ${latest.reply.offset}.`;
    tell({ code: 'out_of_order', sentence, lines: [latest.reply.line, reply.line], conversationId, turnId });
  }
  return inOrder;
}

/** Versions grow by one with every turn that ended: a write on stale ground gives a version twice or leaves one out. */
export function judgeVersions(conversation: ConversationSeen, found: TopicsSeen, inOrder: boolean, tell: Tell): void {
  const { conversationId, home, tombstones } = conversation;
  const floors = found.floors.get(home);
  const isStart = (version: number): boolean => version === 1 || floors?.has(version - 1) === true;
  const isAnew = (from: number, to: number): boolean => tombstones.some(({ at }) => at >= from && at <= to);
  const ended = conversation.answered.flatMap(({ turnId, reply }) => (reply ? [{ turnId, ...reply }] : []));
  // Told already: what is left to say is whether every version is there once.
  if (!inOrder) ended.sort((a, b) => a.version - b.version);
  // A turn without a reply may have had a version.
  const missing = conversation.turns.size > ended.length;
  let before = found.wholeReplies.get(home) === true ? { version: 0, line: 0, at: 0, turnId: '' } : null;
  for (const reply of ended) {
    const { version, turnId, line, at } = reply;
    const starts = before !== null && isStart(version) && (before.line === 0 || isAnew(before.at, at));
    const follows = before === null || version === before.version + 1 || (missing && version > before.version);
    if (!follows && !starts && before) {
      const sentence =
        before.line === 0
          ? `The first reply of ${conversationId}, to turn ${turnId}, has version ${version}: ${version - 1} turns that ended before it have no reply.`
          : `The reply to turn ${turnId} of ${conversationId} has version ${version} after version ${before.version} of turn ${before.turnId}: ${version > before.version ? 'a turn that ended is missing' : 'it was decided on a conversation that had moved on'}.`;
      tell({
        code: 'stale_write',
        sentence,
        lines: [before.line, line].filter((at) => at > 0),
        conversationId,
        turnId,
      });
    }
    before = reply;
  }
}
