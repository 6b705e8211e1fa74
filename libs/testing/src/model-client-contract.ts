import { getEventListeners } from 'node:events';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TurnfleetError } from '@turnfleet/core';
import type { ModelChunk, ModelClient, ModelRequest, ModelUsage } from '@turnfleet/model';
import type { ScriptedAnswer } from '@turnfleet/model/testing';

interface ModelClientHarness {
  readonly client: ModelClient;
  /** Id of a model that the client knows. */
  readonly model: string;
  /** From now on the model answers so, one after another; forgets what it was asked before. */
  script(answers: readonly ScriptedAnswer[]): void;
  /** How often the model was asked since. */
  asked(): number;
  stop(): Promise<void>;
}

const some: unknown = expect.any(Number);
const never = new AbortController().signal;
const leaving = new TurnfleetError('cancelled', 'The shopper left.');

/** What every `ModelClient` must do. */
export function modelClientContract(name: string, makeHarness: () => Promise<ModelClientHarness>): void {
  describe(`${name} as a ModelClient`, () => {
    let made: ModelClientHarness;
    beforeAll(async () => {
      made = await makeHarness();
    });
    beforeEach(() => made.script([]));
    afterAll(() => made.stop());

    const request = (): ModelRequest => ({
      model: made.model,
      messages: [{ role: 'user', text: '有货吗?' }],
      tools: [{ name: 'check_inventory', description: 'Looks.', parameters: { type: 'object', properties: {} } }],
      toolChoice: 'auto',
      maxOutputTokens: 100,
    });
    /** What came before the end or the failure, the end or the failure. */
    const ask = async (signal = never): Promise<{ text: string; end?: ModelChunk; failure?: unknown }> => {
      let text = '';
      let end: ModelChunk | undefined;
      try {
        for await (const chunk of made.client.stream(request(), signal)) {
          if (end) throw new Error(`a chunk behind the end: ${chunk.kind}`);
          if (chunk.kind === 'text') text += chunk.text;
          else if (chunk.kind === 'reset') text = '';
          else end = chunk;
        }
      } catch (failure) {
        return { text, failure };
      }
      return { text, ...(end && { end }) };
    };

    it('streams the text and ends with one end, which has reason and usage', async () => {
      made.script([{ text: '上海有货,共 3 件。', usage: { inputTokens: 12, outputTokens: 7 } }]);
      expect(await ask()).toEqual({
        text: '上海有货,共 3 件。',
        end: { kind: 'end', toolCalls: [], reason: 'stop', usage: { inputTokens: 12, outputTokens: 7 } },
      });
      expect(made.asked()).toBe(1);
    });

    it('brings tool calls with the end, in their order, under their own ids, arguments as they were written', async () => {
      const calls = [
        { id: 'call-a', name: 'check_inventory', arguments: '{"sku":"A","city":"上海"}' },
        { id: 'call-b', name: 'check_inventory', arguments: '{"sku":"B", "city": ' },
      ];
      made.script([{ calls, text: '查一下' }]);
      const { text, end } = await ask();
      expect([text, end]).toEqual(['查一下', expect.objectContaining({ reason: 'tool_calls', toolCalls: calls })]);
    });

    it.each(['length', 'refusal'] as const)('tells an end for %s from one that is whole', async (reason) => {
      made.script([{ text: '上海', reason }]);
      expect((await ask()).end).toMatchObject({ kind: 'end', reason });
    });

    it.each([
      ['model_unavailable', 'Out of order.'],
      ['rate_limited', 'Slow down.'],
      // Vendors tell this one by their words.
      ['context_too_long', 'prompt is too long: 210000 tokens > 200000 maximum'],
      ['invalid_request', 'Unreadable.'],
    ] as const)('fails with %s, asking once', async (kind, message) => {
      made.script([{ fails: new TurnfleetError(kind, message) }, { text: 'asked again' }]);
      expect(await ask()).toEqual({ text: '', failure: expect.objectContaining({ name: 'TurnfleetError', kind }) });
      expect(made.asked()).toBe(1);
    });

    it('says with rate_limited when to come back', async () => {
      made.script([{ fails: new TurnfleetError('rate_limited', 'no', { retryAfterMs: 3_000 }) }]);
      expect((await ask()).failure).toMatchObject({ kind: 'rate_limited', details: { retryAfterMs: 3_000 } });
    });

    it('fails, and brings no end, where an answer breaks off', async () => {
      made.script([{ fails: new TurnfleetError('model_unavailable', 'cut'), afterText: '上海有' }]);
      const { text, end, failure } = await ask();
      expect([text, end]).toEqual(['上海有', undefined]);
      expect(failure).toMatchObject({ name: 'TurnfleetError', kind: 'model_unavailable' });
    });

    it('fails with the reason of the signal that ends it in the middle of an answer', async () => {
      made.script([{ hangs: true, afterText: '上海有' }]);
      const asked = new AbortController();
      const chunks = made.client.stream(request(), asked.signal)[Symbol.asyncIterator]();
      expect(await chunks.next()).toMatchObject({ done: false, value: { kind: 'text' } });
      asked.abort(leaving);
      const rest = async (): Promise<void> => {
        while (!(await chunks.next()).done);
      };
      await expect(rest()).rejects.toBe(leaving);
    });

    it('does not ask at all once the signal has aborted', async () => {
      made.script([{ text: 'asked' }]);
      expect(await ask(AbortSignal.abort(leaving))).toEqual({ text: '', failure: leaving });
      expect(made.asked()).toBe(0);
    });

    it.each([
      ['well', { text: 'yes' }],
      ['badly', { fails: new TurnfleetError('model_unavailable', 'no') }],
    ] as const)('leaves nothing behind on the signal of a call that ends %s', async (_, answer) => {
      made.script([answer]);
      const { signal } = new AbortController();
      await ask(signal);
      expect(getEventListeners(signal, 'abort')).toEqual([]);
    });

    it.each([
      ['answers', { text: '上海有货', usage: { inputTokens: 12, outputTokens: 7 } }, [[12, 7, false]]],
      ['takes no request', { fails: new TurnfleetError('rate_limited', 'Slow down.') }, [[0, 0, false]]],
      ['breaks off', { fails: new TurnfleetError('model_unavailable', 'cut'), afterText: '有' }, [[some, some, true]]],
    ] as const)('bills a call once, as the vendor counted or as it seems: one that %s', async (_, answer, expected) => {
      made.script([answer]);
      const bills: unknown[] = [];
      const billed = (usage: ModelUsage, estimated: boolean): void =>
        void bills.push([usage.inputTokens, usage.outputTokens, estimated]);
      await drained(made.client.stream({ ...request(), ticket: { id: 'c-1', billed } }, never));
      expect(bills).toEqual(expected);
    });

    it('bills what came of an answer that was left or called off, and nothing of one that was not begun', async () => {
      const bills: unknown[] = [];
      const billed = (...bill: unknown[]): void => void bills.push(bill);
      const asking = { ...request(), ticket: { id: 'c-1', billed } };
      made.script([{ hangs: true, afterText: '上海有货' }, { text: 'next' }]);
      for await (const chunk of made.client.stream(asking, never)) if (chunk.kind === 'text') break;
      await drained(made.client.stream(asking, AbortSignal.abort(leaving)));
      expect(bills).toEqual([
        [{ inputTokens: some, outputTokens: some }, true],
        [{ inputTokens: 0, outputTokens: 0 }, false],
      ]);
    });

    it('goes on with the next call when a reader left the one before', async () => {
      made.script([{ text: '上海有货' }, { text: 'next' }]);
      for await (const chunk of made.client.stream(request(), never)) if (chunk.kind === 'text') break;
      expect((await ask()).text).toBe('next');
    });
  });
}

/** To the end, whichever it is. */
async function drained(chunks: AsyncIterable<ModelChunk>): Promise<void> {
  try {
    for await (const chunk of chunks) void chunk;
  } catch {
    // That it fails is not what is looked at.
  }
}
