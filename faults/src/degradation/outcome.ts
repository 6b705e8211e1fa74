import { problemSchema } from '@turnfleet/contract/http';
import { type Reply, replySchema } from '@turnfleet/contract/schemas';
import type { QuestionName } from './cases.ts';

/** How a turn ended, in a word or two, and what was read. */
export interface Read {
  readonly outcome: string;
  readonly text: string;
}

/** What every right answer to the plain question holds. */
const figure = '6,999';

interface Asked {
  readonly question: QuestionName;
  readonly url: string;
  readonly conversation: string;
  readonly text: string;
}

/** Asks over HTTP, and reads the whole stream of the turn as a shopper's client does. */
export async function readOutcome({ question, url, conversation, text }: Asked): Promise<Read> {
  const path = `${url}/v1/conversations/${conversation}`;
  const turn = `turn-of-${conversation}`;
  const posted = await fetch(`${path}/turns`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', prefer: 'wait=50', 'idempotency-key': turn },
    body: JSON.stringify({ text }),
  });
  const body: unknown = await posted.json();
  if (posted.status !== 200) return refused(posted.status, body);
  const reply = replySchema.parse(body);
  const told = await (await fetch(`${path}/events?turn=${turn}`)).text();
  const takenBack = told.includes('event: reply.reset');
  return { outcome: nameOf(reply, question) + (takenBack ? ', after a reset' : ''), text: reply.text };
}

type Told = Pick<Reply, 'status' | 'model' | 'error' | 'toolCalls' | 'text'>;

/** How a turn ended. */
export function nameOf({ status, model, error, toolCalls, text }: Told, question: QuestionName): string {
  if (status === 'failed') return error?.kind ?? 'failed';
  // The second to ask may be told what was kept for the first.
  const found = toolCalls.some(({ outcome }) => outcome === 'ok' || outcome === 'cached' || outcome === 'stale');
  if (model === '') return found ? 'from the tools' : 'apology of the tool';
  const who = model;
  if (status === 'completed' && question === 'plain' && !text.includes(figure))
    return `nothing found out by the ${who}`;
  return status === 'completed' ? `answered by the ${who}` : `answered in part by the ${who}`;
}

/** The ingress did not take the turn: it says why, and what to do. */
function refused(status: number, body: unknown): Read {
  const { kind, detail, suggestion } = problemSchema.parse(body);
  return {
    outcome: `${status} ${kind}`,
    text: [detail, suggestion]
      .filter(Boolean)
      .join(' ')
      .replaceAll(/:\d{4,5}\b/g, ':6379'),
  };
}
