import { createOpenAI } from '@ai-sdk/openai';
import { systemClock, TurnfleetError } from '@turnfleet/core';
import { builtInCatalogue, type CatalogueModel, type ModelRequest } from '@turnfleet/model';
import { createModelClient } from '@turnfleet/model-http';
import { generateText, jsonSchema, streamText, tool } from 'ai';
import OpenAI from 'openai';
import { Agent, request } from 'undici';
import { type Mode, model, question, system, tools, toolsOnTheWire } from './answers.ts';

/** Asks once and resolves to the text of the answer. */
type Ask = (mode: Mode) => Promise<string>;

export interface Contender {
  readonly name: string;
  readonly ask: Ask;
  close(): Promise<void>;
}

const apiKey = 'bench';
const messages = [
  { role: 'system' as const, content: system },
  { role: 'user' as const, content: question },
];

/** Each in the way its own documentation shows, all with the same request to the endpoint at `url`. */
export const contendersAt = (url: string): readonly Contender[] => [
  turnfleet(url),
  openAiSdk(url),
  aiSdk(url),
  bareUndici(url),
];

function turnfleet(url: string): Contender {
  const clients = { whole: clientAt(url, false), streamed: clientAt(url, true) };
  const asked: ModelRequest = {
    model,
    messages: [
      { role: 'system', text: system },
      { role: 'user', text: question },
    ],
    tools,
    toolChoice: 'auto',
    maxOutputTokens: 1_000,
  };
  return {
    name: 'turnfleet',
    ask: async (mode) => {
      let text = '';
      for await (const chunk of clients[mode].stream(asked, new AbortController().signal))
        if (chunk.kind === 'text') text += chunk.text;
      return text;
    },
    close: async () => void (await Promise.all([clients.whole.close(), clients.streamed.close()])),
  };
}

function clientAt(url: string, streaming: boolean) {
  const listed = builtInCatalogue.models.get(model);
  if (!listed) throw new TurnfleetError('internal', `The catalogue has no ${model}.`);
  const entry: CatalogueModel = { ...listed, request: { streaming } };
  const catalogue = { ...builtInCatalogue, models: new Map([[model, entry]]) };
  return createModelClient({
    catalogue: () => catalogue,
    addressOf: () => ({ baseUrl: `${url}/v1`, apiKey }),
    clock: systemClock,
  });
}

function openAiSdk(url: string): Contender {
  const client = new OpenAI({ baseURL: `${url}/v1`, apiKey });
  const offered = tools.map(({ name, description, parameters }) => ({
    type: 'function' as const,
    function: { name, description, parameters: { ...parameters } },
  }));
  const body = { model, messages, tools: offered, max_tokens: 1_000 };
  return {
    name: 'openai SDK',
    ask: async (mode) => {
      if (mode === 'whole') return (await client.chat.completions.create(body)).choices[0]?.message.content ?? '';
      let text = '';
      const stream = await client.chat.completions.create({
        ...body,
        stream: true,
        stream_options: { include_usage: true },
      });
      for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? '';
      return text;
    },
    close: async () => undefined,
  };
}

function aiSdk(url: string): Contender {
  const chat = createOpenAI({ baseURL: `${url}/v1`, apiKey }).chat(model);
  const offered = tools.map(
    ({ name, description, parameters }) =>
      [name, tool({ description, inputSchema: jsonSchema<object>(parameters as object) })] as const,
  );
  const asked = { model: chat, system, prompt: question, tools: Object.fromEntries(offered), maxOutputTokens: 1_000 };
  return {
    name: 'AI SDK',
    ask: async (mode) => {
      if (mode === 'whole') return (await generateText(asked)).text;
      let text = '';
      for await (const part of streamText(asked).textStream) text += part;
      return text;
    },
    close: async () => undefined,
  };
}

/** The floor: no retries, no errors told apart, nothing checked. */
function bareUndici(url: string): Contender {
  const dispatcher = new Agent();
  const body = (stream: boolean): string =>
    JSON.stringify({ model, messages, tools: toolsOnTheWire, max_tokens: 1_000, stream });
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` };
  interface Told {
    readonly choices: readonly {
      readonly message?: { readonly content: string };
      readonly delta?: { readonly content?: string };
    }[];
  }
  return {
    name: 'undici.request',
    ask: async (mode) => {
      const path = `${url}/v1/chat/completions`;
      const answer = await request(path, { method: 'POST', headers, body: body(mode === 'streamed'), dispatcher });
      if (mode === 'whole') return ((await answer.body.json()) as Told).choices[0]?.message?.content ?? '';
      let [text, left] = ['', ''];
      for await (const bytes of answer.body as AsyncIterable<Buffer>) {
        const events = (left + bytes.toString('utf8')).split('\n\n');
        left = events.pop() ?? '';
        for (const event of events)
          if (event !== 'data: [DONE]') text += (JSON.parse(event.slice(6)) as Told).choices[0]?.delta?.content ?? '';
      }
      return text;
    },
    close: () => dispatcher.close(),
  };
}
