import { replySchema, type Snapshot, snapshotSchema } from '@turnfleet/contract/schemas';
import { digestOfReply, digestOfSame } from './digest.ts';
import { type ConversationSeen, isEnded, type TurnSeen } from './seen.ts';
import type { TopicsSeen } from './topics-seen.ts';
import type { Tell } from './verdict.ts';

/** A place that remembers a conversation: the highest snapshot in the log, or the store in the end. */
interface Memory {
  readonly what: string;
  readonly line: number;
  readonly version: number;
  readonly turns: readonly { readonly turnId: string; readonly reply: unknown }[];
}

/** Whatever remembers the conversation in the end remembers what readers were told. */
export function judgeMemories(conversation: ConversationSeen, found: TopicsSeen, tell: Tell): void {
  const { conversationId, snapshot, tombstones, view } = conversation;
  if (snapshot) {
    const read = readSnapshot(snapshot.value);
    if (read)
      judgeMemory(conversation, { what: 'the highest snapshot', line: snapshot.line, ...read.conversation }, tell);
    else {
      const sentence = `The highest snapshot of ${conversationId} is none by the contract, so a restore would forget the conversation.`;
      tell({ code: 'off_contract', sentence, lines: [snapshot.line], conversationId });
    }
  }
  const last = toRemember(conversation).at(-1)?.reply;
  if (!snapshot && last && found.told.has('chat.conversations')) {
    const ended = tombstones.map(({ line }) => line);
    const where = ended.length > 0 ? 'that ranks above its tombstone knows of them' : 'knows of them';
    const sentence = `Turns of ${conversationId} are answered, but no snapshot ${where}: a restore would forget them.`;
    tell({ code: 'stale_write', sentence, lines: [...ended, last.line], conversationId });
  }
  if (view) judgeMemory(conversation, { what: 'the store', ...view }, tell);
}

function readSnapshot(value: string): Snapshot | null {
  return snapshotSchema.safeParse(JSON.parse(value)).data ?? null;
}

/** All that was answered since the conversation began, anew if it was ended. */
function toRemember(conversation: ConversationSeen): readonly TurnSeen[] {
  return conversation.answered.filter(({ reply }) => reply && !isEnded(conversation, reply));
}

function judgeMemory(conversation: ConversationSeen, memory: Memory, tell: Tell): void {
  const { conversationId, turns } = conversation;
  const answered = toRemember(conversation);
  const { what, line, version } = memory;
  const stale = (turnId: string, problem: string, replyLine: number): void => {
    const lines = [line, replyLine];
    tell({ code: 'stale_write', sentence: `Of ${conversationId}, ${what} ${problem}.`, lines, conversationId, turnId });
  };
  const last = answered.reduce<(typeof answered)[number] | null>(
    (highest, turn) => ((turn.reply?.version ?? 0) > (highest?.reply?.version ?? 0) ? turn : highest),
    null,
  );
  if (last?.reply && last.reply.version > version) {
    return stale(
      last.turnId,
      `has version ${version}, but the reply to turn ${last.turnId} has ${last.reply.version}`,
      last.reply.line,
    );
  }
  const isComplete = [...turns.values()].every(({ reply }) => reply !== null);
  if (last?.reply && isComplete && last.reply.version < version) {
    stale(last.turnId, `has version ${version}, but the last reply has ${last.reply.version}`, last.reply.line);
  }
  const oldest = Math.min(...memory.turns.map(({ reply }) => versionOf(reply)));
  const remembered = new Map(memory.turns.map(({ turnId, reply }) => [turnId, reply]));
  for (const turn of answered) {
    const { turnId, reply } = turn;
    if (!reply || reply.version < oldest || (reply.silent && !remembered.has(turnId))) continue;
    if (!remembered.has(turnId))
      stale(turnId, `does not know turn ${turnId}, which was answered as version ${reply.version}`, reply.line);
    else if (contentOf(turn, remembered.get(turnId)) !== reply.content)
      stale(turnId, `knows another reply to turn ${turnId} than the log`, reply.line);
  }
}

/** Of what is no reply 0. */
const versionOf = (reply: unknown): number =>
  replySchema.shape.version.safeParse((reply as { readonly version?: unknown } | null)?.version).data ?? 0;

/** Of what is no reply, never equal to that of one. */
function contentOf(turn: TurnSeen, remembered: unknown): string {
  const same = digestOfSame(turn, remembered);
  if (same !== null) return same;
  const reply = replySchema.safeParse(remembered).data;
  return reply ? digestOfReply(reply) : '';
}

/** Turns that a snapshot knows were worked on, whether or not they have a reply. */
export function seeRemembered({ snapshot, turns }: ConversationSeen): void {
  const missing = [...turns.values()].filter(({ reply, work }) => reply === null && work === null);
  if (!snapshot || missing.length === 0) return;
  const known = new Set(readSnapshot(snapshot.value)?.conversation.turns.map(({ turnId }) => turnId));
  for (const turn of missing) if (known.has(turn.turnId)) turn.work = snapshot.line;
}
