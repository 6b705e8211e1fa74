import { writeFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { type Reply, replySchema } from '@turnfleet/contract/schemas';
import { Semaphore, TurnfleetError } from '@turnfleet/core';
import { startInProcess } from '@turnfleet/fleet/in-process';
import { faultsOf } from './faults-of.ts';
import type { ShopQuestion } from './question.ts';
import { truthTeller } from './truth.ts';

export interface Answered {
  readonly question: ShopQuestion;
  readonly reply: Reply;
  /** What is wrong with its figures, a sentence each. */
  readonly faults: readonly string[];
}

/** Fewer than make a peak. */
const atOnce = 16;

/** Each question in a conversation of its own, to a fleet in this process that goes by the catalogue. */
export async function askAll(questions: readonly ShopQuestion[], catalogue: string, file: string): Promise<Answered[]> {
  await writeFile(file, catalogue);
  const fleet = await startInProcess({ MODELS_FILE: file });
  const truths = truthTeller(fleet.addresses);
  const places = new Semaphore(atOnce);
  const url = fleet.addresses['ingress.http'] ?? '';
  try {
    const answers = questions.map((question, at) =>
      places.run(async () => {
        const reply = await answerTo(url, `c-${at}`, question);
        return { question, reply, faults: faultsOf(reply, await truths.of(question)) };
      }),
    );
    return await Promise.all(answers);
  } finally {
    truths.close();
    await fleet.stop();
  }
}

/** Of a turn that finds no room: a machine that does other work besides has the ingress refuse some, and say when to come back. */
const mostTries = 50;

async function answerTo(url: string, conversation: string, question: ShopQuestion, tries = 1): Promise<Reply> {
  const { text, locale, level } = question;
  const response = await fetch(`${url}/v1/conversations/${conversation}/turns`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', prefer: 'wait=60' },
    body: JSON.stringify({ text, locale, ...(level ? { user: { id: conversation, level } } : {}) }),
  });
  const body: unknown = await response.json();
  if (response.status === 200) return replySchema.parse(body);
  const retryAfter = Number(response.headers.get('retry-after'));
  if (response.status === 503 && retryAfter > 0 && tries < mostTries) {
    await setTimeout(retryAfter * 1_000);
    return answerTo(url, conversation, question, tries + 1);
  }
  throw new TurnfleetError('internal', `A turn was not answered: ${response.status} ${JSON.stringify(body)}`);
}
