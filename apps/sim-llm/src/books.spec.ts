import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Bill } from './books.ts';
import { type Sim, startSim } from './testing/start-sim.ts';

let sim: Sim;
beforeAll(async () => {
  sim = await startSim();
});
afterAll(() => sim.app.stop());

type Billed = Bill & { readonly cost: string };

async function billOf(call: string): Promise<Billed[]> {
  const text = await (await fetch(`${sim.url}/_sim/bill`)).text();
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Billed)
    .filter((bill) => bill.call === call);
}

function ask(call: string, more: { readonly stream?: boolean; readonly fault?: string } = {}) {
  const behaviour = JSON.stringify({ faults: more.fault ? [{ kind: more.fault }] : [] });
  const headers = { 'x-client-request-id': call, 'x-sim-behaviour': behaviour };
  const messages = [{ role: 'user' as const, content: 'hello' }];
  return sim.openAi.chat.completions.create(
    { model: 'deepseek-v3.2', messages, stream: more.stream ?? false, stream_options: null },
    { headers, maxRetries: 0 },
  );
}

describe('the bill', () => {
  it('has every call under the name that its client gave it, at list prices', async () => {
    const answer = await ask('whole');
    const usage = 'usage' in answer ? answer.usage : undefined;
    const [bill, ...more] = await billOf('whole');
    expect(more).toEqual([]);
    expect(bill).toMatchObject({ inputTokens: usage?.prompt_tokens, outputTokens: usage?.completion_tokens });
    expect(bill?.question).toBe('hello');
    const micros = (bill?.inputTokens ?? 0) * 0.1 + (bill?.outputTokens ?? 0) * 0.42;
    expect(Number(bill?.cost) * 1e6).toBeCloseTo(micros, 6);
  });

  it.each(['rate_limited', 'server_error'])('leaves out what was refused: %s', async (fault) => {
    await expect(ask(fault, { fault })).rejects.toThrow();
    expect(await billOf(fault)).toEqual([]);
  });

  it('has what was sent of a stream that is cut', async () => {
    const stream = await ask('cut', { stream: true, fault: 'cut_mid_stream' });
    const read = async (): Promise<void> => {
      for await (const chunk of stream as AsyncIterable<unknown>) void chunk;
    };
    await expect(read()).rejects.toThrow();
    const [cut] = await billOf('cut');
    await ask('uncut');
    const [whole] = await billOf('uncut');
    expect(cut?.inputTokens).toBe(whole?.inputTokens);
    expect(cut?.outputTokens).toBeGreaterThan(0);
  });
});
