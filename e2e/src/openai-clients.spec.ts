import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { AIMessage, HumanMessage, SystemMessage } from '@langchain/core/messages';
import { tool } from '@langchain/core/tools';
import { ChatOpenAI } from '@langchain/openai';
import { generateText, type LanguageModel, streamText } from 'ai';
import OpenAI from 'openai';
import { z } from 'zod';
import { suiteFleet } from './suite-fleet.ts';

jest.setTimeout(30_000);

const apiKey = 'anything';
const question = 'SKU-2024-888 上海有货吗?';
/** What the simulated model makes of the stock. */
const stock = /上海/;
describe('clients of OpenAI', () => {
  const fleet = suiteFleet();
  const baseURL = () => `${fleet.url}/v1`;
  /** What the worker was told, as the history of a conversation shows it. */
  async function textsOf(conversation: string | null): Promise<readonly string[]> {
    const response = await fetch(`${fleet.url}/v1/conversations/${conversation}`);
    const { turns } = (await response.json()) as { turns: { text: string }[] };
    return turns.map(({ text }) => text);
  }

  describe('the official SDK', () => {
    let client: OpenAI;
    beforeAll(() => {
      client = new OpenAI({ apiKey, baseURL: baseURL(), maxRetries: 0 });
    });

    it('gets a response, and goes on from it in the same conversation', async () => {
      const asking = client.responses.create({ model: 'turnfleet', input: question }).withResponse();
      const { data: first, response } = await asking;
      expect(first.output_text).toMatch(stock);
      expect(first.usage?.total_tokens).toBeGreaterThan(0);
      const second = await client.responses
        .create({ model: 'turnfleet', input: '那深圳呢?', previous_response_id: first.id, stream: true })
        .withResponse();
      let text = '';
      let completed: OpenAI.Responses.Response | null = null;
      for await (const event of second.data) {
        if (event.type === 'response.output_text.delta') text += event.delta;
        if (event.type === 'response.completed') completed = event.response;
      }
      expect(completed?.output_text ?? completed?.output).toBeTruthy();
      expect(text.length).toBeGreaterThan(0);
      const conversation = response.headers.get('x-turnfleet-conversation');
      expect(second.response.headers.get('x-turnfleet-conversation')).toBe(conversation);
      expect(await textsOf(conversation)).toEqual([question, '那深圳呢?']);
      const third = client.responses.create({ model: 'turnfleet', input: 'Hi', previous_response_id: first.id });
      await expect(third).rejects.toMatchObject({ status: 409, param: 'previous_response_id' });
    });
  });

  describe.each([
    ['Chat Completions', false],
    ['Responses', true],
  ])('LangChain over %s', (_, useResponsesApi) => {
    const model = () =>
      new ChatOpenAI({
        model: 'turnfleet',
        apiKey,
        useResponsesApi,
        maxRetries: 0,
        configuration: { baseURL: baseURL() },
      });

    it('is answered, with usage', async () => {
      const answer = await model().invoke([new SystemMessage('Be brief.'), new HumanMessage(question)]);
      expect(answer.text).toMatch(stock);
      expect(answer.usage_metadata?.total_tokens).toBeGreaterThan(0);
    });

    it('is told the words as they come, after what it says was said', async () => {
      const said = [new HumanMessage('你好'), new AIMessage('您好!'), new HumanMessage(question)];
      const pieces: string[] = [];
      for await (const chunk of await model().stream(said)) pieces.push(chunk.text);
      expect(pieces.join('')).toMatch(stock);
      expect(pieces.filter((piece) => piece !== '').length).toBeGreaterThan(1);
    });

    it('is told that it cannot bring tools of its own', async () => {
      const weather = tool(async () => 'sunny', { name: 'weather', description: 'Weather', schema: z.object({}) });
      const asking = model().bindTools([weather]).invoke(question);
      await expect(asking).rejects.toThrow(/tools: .*the tools are those of the fleet/);
    });
  });

  describe.each([
    [
      'openai-compatible',
      () => createOpenAICompatible({ name: 'turnfleet', baseURL: baseURL(), apiKey, includeUsage: true })('turnfleet'),
    ],
    ['openai, Chat Completions', () => createOpenAI({ baseURL: baseURL(), apiKey }).chat('turnfleet')],
    ['openai, Responses', () => createOpenAI({ baseURL: baseURL(), apiKey })('turnfleet')],
  ] as const)('the AI SDK with its provider %s', (_, model: () => LanguageModel) => {
    it('is answered, and asks again with the answer', async () => {
      const first = await generateText({ model: model(), system: 'Be brief.', prompt: question, maxRetries: 0 });
      expect(first).toMatchObject({ text: expect.stringMatching(stock), finishReason: 'stop' });
      expect(first.usage.totalTokens).toBeGreaterThan(0);
      const messages = [
        { role: 'user' as const, content: question },
        ...first.response.messages,
        { role: 'user' as const, content: question },
      ];
      const second = await generateText({ model: model(), messages, maxRetries: 0 });
      expect(second.text).toMatch(stock);
    });

    it('is told the words as they come', async () => {
      const streaming = streamText({ model: model(), prompt: question, maxRetries: 0 });
      const pieces: string[] = [];
      for await (const piece of streaming.textStream) pieces.push(piece);
      expect(pieces.join('')).toMatch(stock);
      expect(pieces.length).toBeGreaterThan(1);
      expect(await streaming.finishReason).toBe('stop');
      expect((await streaming.usage).totalTokens).toBeGreaterThan(0);
    });
  });
});
