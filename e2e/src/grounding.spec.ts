import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask } from './client.ts';
import { type RunningFleet, startFleet } from './fleet.ts';

const questions = [
  ...['SKU-2024-888多少钱', 'SKU-2024-888 上海有货吗?', 'ORD-2024-0004 到哪了', 'SKU-2024-888 什么时候能送到广州？'],
  ...['How much is SKU-2024-888 with WELCOME10?', 'Is SKU-2024-888 in stock in Shanghai?', 'Where is ORD-2024-0004?'],
  ...['你好', 'hello'],
];

describe('a fleet whose model makes figures up', () => {
  let fleet: RunningFleet;
  const behave = async (faults: object[]): Promise<void> => {
    const answer = await fetch(`${fleet.addresses['sim-llm.http']}/_sim/behaviour`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ faults }),
    });
    expect(answer.status).toBe(200);
  };
  const answers = (name: string) =>
    Promise.all(questions.map((text, i) => ask(fleet.url, `c-${name}-${i}`, text, undefined, 'U123459')));
  const ending = (text: string): string => text.slice(-20);

  beforeAll(async () => {
    // Flows would answer some of it without a model.
    fleet = await startFleet({ FLOWS_DIR: 'off' });
  }, 30_000);

  afterAll(async () => {
    await fleet.stop();
  }, 40_000);

  it('tells the truth all the same where the model corrects itself', async () => {
    const honest = await answers('honest');
    expect(honest.map(({ grounding }) => grounding.held)).toEqual(questions.map(() => 0));
    await behave([{ kind: 'lies' }]);
    const replies = await answers('corrected');
    for (const [i, reply] of replies.entries()) {
      expect(reply.status).toBe('completed');
      expect(reply.grounding).toMatchObject({ held: expect.any(Number), replaced: 0 });
      expect(reply.grounding.held).toBeGreaterThan(0);
      // Greetings are worded at random.
      if (i < 7) expect(ending(reply.text)).toBe(ending(honest[i]?.text ?? ''));
    }
  }, 60_000);

  it('says that it cannot tell where the model insists, and counts it', async () => {
    await behave([{ kind: 'lies_again' }]);
    const replies = await answers('insisting');
    for (const reply of replies) {
      expect(reply).toMatchObject({ status: 'degraded', grounding: { replaced: 1 } });
      expect(reply.text).toMatch(/暂时无法核实|cannot verify/);
      expect(reply.text).not.toMatch(/[¥还剩]\s?[78]\d{3}\b|七三折|27%|ZZ\d/);
    }
    await behave([]);
    const metrics = await (await fetch(`${fleet.url}/metrics`)).text();
    expect(metrics).toMatch(/turnfleet_grounding_sentences_total\{[^}]*outcome="replaced"[^}]*\} 9/);
  }, 60_000);
});
