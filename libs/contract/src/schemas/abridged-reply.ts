import { shopperText } from '../words/shopper-words.ts';
import { type Reply, toldReply } from './reply.ts';

/** What a text that was cut ends with, for a shopper with this language tag. */
export const cutNote = (locale: string): string => shopperText('cut', locale);

const quotesBytes = 6;

/** Bytes that a text adds to a snapshot at most: within a reply that waits there as text, so escaped twice. */
export function writtenBytes(text: string): number {
  return Buffer.byteLength(JSON.stringify(JSON.stringify(text))) - quotesBytes;
}

/** The same for a whole reply, quotes included. */
export function replyBytes(reply: Reply): number {
  return Buffer.byteLength(JSON.stringify(JSON.stringify(reply)));
}

/** The longest beginning of a text that takes no more `writtenBytes` than this; no character is cut in two. */
export function beginningOf(text: string, bytes: number): string {
  if (writtenBytes(text) <= bytes) return text;
  let [fits, tooLong] = [0, text.length];
  while (tooLong - fits > 1) {
    const middle = (fits + tooLong) >>> 1;
    if (writtenBytes(text.slice(0, middle)) <= bytes) fits = middle;
    else tooLong = middle;
  }
  const beginning = text.slice(0, fits);
  return beginning.isWellFormed() ? beginning : beginning.slice(0, -1);
}

/**
 * The reply in at most so many `replyBytes`. First goes what is not the answer (arguments of its tool calls, details of its
 * error), then the end of its text, which says so, and what refers to it, then what each call cost: the sum stays. What is
 * left at least are the ids: some 1 KiB.
 * The same reply and limit give the same bytes.
 */
export function abridgedReply(reply: Reply, bytes: number): Reply {
  if (replyBytes(reply) <= bytes) return reply;
  const slim: Reply = {
    ...reply,
    toolCalls: reply.toolCalls.map((call) => ({ ...call, arguments: {} })),
    ...(reply.error ? { error: { ...reply.error, message: beginningOf(reply.error.message, 200) } } : {}),
  };
  if (replyBytes(slim) <= bytes) return slim;
  const note = cutNote(reply.locale);
  const said = reply.text.endsWith(note) ? reply.text.slice(0, -note.length) : reply.text;
  const bare: Reply = {
    ...slim,
    status: slim.status === 'completed' ? 'degraded' : slim.status,
    suggestions: [],
    text: note,
  };
  const least =
    replyBytes(bare) <= bytes ? bare : { ...bare, toolCalls: [], sources: [], usage: toldReply(bare).usage };
  return { ...least, text: beginningOf(said, Math.max(0, bytes - replyBytes(least))) + note };
}
