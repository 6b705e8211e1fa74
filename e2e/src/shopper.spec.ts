import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Reply, replySchema } from '@turnfleet/contract/schemas';
import { root } from './child.ts';
import { type RunningFleet, startFleet } from './fleet.ts';
import { aboutAnythingElse } from './shopper/about-anything-else.ts';
import { aboutOrders } from './shopper/about-orders.ts';
import { aboutPrices } from './shopper/about-prices.ts';
import { aboutProducts } from './shopper/about-products.ts';
import { aboutStock } from './shopper/about-stock.ts';
import { complaints } from './shopper/complaints.ts';
import type { Conversation, Line } from './shopper/conversation.ts';

const all = Object.entries({ aboutStock, aboutPrices, aboutOrders, aboutProducts, aboutAnythingElse }).flatMap(
  ([topic, conversations]) => conversations.map((conversation, i) => ({ id: `${topic}-${i + 1}`, conversation })),
);
const lines = all.flatMap(({ id, conversation }) =>
  conversation.map((line, at) => ({ id, at, says: line[0], line, title: `${id}.${at + 1}` })),
);

/** Every question and answer, to be read by somebody: what reads badly is found by no pattern. */
const transcript = join(root, 'dist/results/e2e/shopper.txt');

describe('what a shopper reads', () => {
  let fleet: RunningFleet;
  const answers = new Map<string, readonly Reply[]>();

  beforeAll(async () => {
    fleet = await startFleet();
    for (const { id, conversation } of all) answers.set(id, await held(fleet.url, id, conversation));
    mkdirSync(dirname(transcript), { recursive: true });
    writeFileSync(
      transcript,
      all.map(({ id, conversation }) => written(conversation, answers.get(id) ?? [])).join('\n'),
    );
  }, 180_000);

  afterAll(async () => {
    await fleet.stop();
  }, 40_000);

  it.each(lines)('$title $says', ({ id, at, line }) => {
    const replies = answers.get(id) ?? [];
    const reply = replies[at];
    if (!reply) throw new Error('there was no reply');
    expect([...complaints(line, reply, replies.slice(0, at)), reply.text].slice(0, -1)).toEqual([]);
  });
});

async function held(url: string, id: string, conversation: Conversation): Promise<Reply[]> {
  const replies: Reply[] = [];
  for (const line of conversation) replies.push(await answerTo(url, id, line));
  return replies;
}

async function answerTo(url: string, id: string, [text, , , { user, locale } = {}]: Line): Promise<Reply> {
  const response = await fetch(`${url}/v1/conversations/${id}/turns`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', prefer: 'wait=20' },
    body: JSON.stringify({ text, user, locale }),
  });
  return replySchema.parse(await response.json());
}

function written(conversation: Conversation, replies: readonly Reply[]): string {
  return conversation
    .map((line, at) => {
      const reply = replies[at];
      if (!reply) return '';
      const complained = complaints(line, reply, replies.slice(0, at)).map((one) => `  !! ${one}\n`);
      return `> ${line[0]}\n${reply.text}\n  ~ ${reply.suggestions.join(' | ')}\n${complained.join('')}`;
    })
    .join('');
}
