import { decodeReply } from '@turnfleet/contract/events';
import { type Reply, toldReply } from '@turnfleet/contract/schemas';
import type { HistoryRecord } from '../history/history-event.ts';
import { bytesOf } from '../history/record-event.ts';
import { digestOf, digestOfReply } from './digest.ts';
import type { Figures } from './figures.ts';
import { type ReplySeen, type Seen, turnOf } from './seen.ts';
import type { TopicsSeen } from './topics-seen.ts';
import type { Tell } from './verdict.ts';

/** A record of `chat.replies`. Of several terminal records of a turn the first counts; the others must be the same. */
export function observeReply(
  seen: Seen,
  found: TopicsSeen,
  record: HistoryRecord,
  line: number,
  tell: Tell,
  figures: Figures,
): void {
  const { partition, offset, key } = record;
  if (!found.wholeReplies.has(partition)) found.wholeReplies.set(partition, BigInt(offset) === 0n);
  const reply = decodeReply(bytesOf(record));
  if (!reply) {
    const sentence = `The record at chat.replies/${partition}/${offset} is no reply by the contract, so no reader understands it.`;
    return tell({ code: 'off_contract', sentence, lines: [line] });
  }
  const { conversationId, turnId } = reply;
  const conversation = seen.conversation(conversationId);
  if (partition !== conversation.home || key !== conversationId) {
    const sentence = `The reply to turn ${turnId} of ${conversationId} stands in partition ${partition} with key ${JSON.stringify(key)}; its readers look in partition ${conversation.home}, under its conversation's id.`;
    return tell({ code: 'off_contract', sentence, lines: [line], conversationId, turnId });
  }
  found.terminalRecords++;
  figures.seeTold(reply.text, { line, where: 'The reply to', conversationId, turnId });
  const turn = turnOf(conversation, turnId);
  const here = replySeen(reply, record, line);
  if (!turn.reply) {
    turn.reply = here;
    conversation.answered.push(turn);
  } else if (turn.reply.bytes === here.bytes) found.repeatedReplies++;
  else {
    const sentence = `Turn ${turnId} of ${conversationId} has two terminal records that differ: offset ${turn.reply.offset} (${turn.reply.status}, version ${turn.reply.version}) and offset ${offset} (${here.status}, version ${here.version}) of chat.replies/${partition}.`;
    tell({ code: 'answered_differently', sentence, lines: [turn.reply.line, line], conversationId, turnId });
  }
}

/** What clients are shown of it; see `toldReply`. */
function replySeen(reply: Reply, { value, offset, at }: HistoryRecord, line: number): ReplySeen {
  return {
    line,
    at,
    offset: BigInt(offset),
    bytes: digestOf(value ?? ''),
    told: digestOf(JSON.stringify(toldReply(reply))),
    content: digestOfReply(reply),
    version: reply.version,
    status: reply.status,
    answeredBy: reply.answeredBy,
    failure: reply.error?.kind ?? null,
    handoff: reply.handoff ?? null,
    silent: reply.command?.silent === true,
    draft: reply.command?.kind === 'draft' ? (reply.text === '' ? 'kept' : 'told') : null,
    answers: reply.status !== 'failed' && reply.text !== '' && !reply.command,
    done: reply.toolCalls.flatMap(({ name, outcome }) => (outcome === 'ok' ? [name] : [])),
  };
}
