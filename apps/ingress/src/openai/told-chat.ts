import { type Reply, replySchema } from '@turnfleet/contract/schemas';
import { TurnfleetError } from '@turnfleet/core';
import type { AnswerEnd } from '@turnfleet/model';
import type { StreamEvent } from '@turnfleet/streams';

/** What a chat completion has to tell of a turn, in order; the last is `end`, or an error that is thrown. */
export type ToldChat =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'end'; readonly end: AnswerEnd };

/**
 * A turn's events as the text of one answer. A client cannot take back what it has: where another model took over after
 * text was told, or the reply does not go on from it, it is told so instead, as an error.
 */
export async function* toldChat(events: AsyncIterable<StreamEvent>): AsyncGenerator<ToldChat> {
  let told = '';
  for await (const { type, data } of events) {
    if (type === 'reply.delta') {
      const { text } = data as { readonly text: string };
      told += text;
      if (text !== '') yield { kind: 'text', text };
    }
    if (type === 'reply.reset' && told !== '') throw brokenOff();
    const reply = type === 'journal.gap' ? (data as { readonly reply: Reply | null }).reply : data;
    if (type !== 'reply.completed' && type !== 'reply.failed' && !(type === 'journal.gap' && reply)) continue;
    const { rest, end } = endOf(replySchema.parse(reply), told);
    if (rest !== '') yield { kind: 'text', text: rest };
    yield { kind: 'end', end };
    return;
  }
  throw new TurnfleetError('overloaded', 'This ingress is stopping; the turn goes on.', { retryAfterMs: 1_000 });
}

/** What of the reply's text is still to be told, and how it ended; throws what it failed with. */
function endOf(
  { status, text, usage, error }: Reply,
  told: string,
): { readonly rest: string; readonly end: AnswerEnd } {
  const refused = error?.kind === 'model_refused';
  if (status === 'failed' && !refused) throw failed(error, text);
  if (!text.startsWith(told)) throw brokenOff();
  const { inputTokens, outputTokens } = usage;
  return {
    rest: text.slice(told.length),
    end: { finish: refused ? 'refusal' : 'stop', usage: { inputTokens, outputTokens } },
  };
}

function failed(error: Reply['error'], text: string): TurnfleetError {
  if (!error) return new TurnfleetError('internal', text);
  return new TurnfleetError(error.kind, error.message, { suggestion: error.suggestion });
}

function brokenOff(): TurnfleetError {
  return new TurnfleetError(
    'model_unavailable',
    'The answer broke off: another model took over and begins anew. Discard the text and ask again.',
  );
}
