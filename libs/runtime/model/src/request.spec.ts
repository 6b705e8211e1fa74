import { describe, expect, it } from '@jest/globals';
import { anthropicRequestBody } from './anthropic/request.ts';
import type { ModelMessage, ModelRequest } from './model-client.ts';
import { openAiRequestBody } from './openai/request.ts';

const parameters = { type: 'object', properties: { sku: { type: 'string' } }, required: ['sku'] };
const request: ModelRequest = {
  model: 'm',
  messages: [
    { role: 'system', text: 'Be brief.' },
    { role: 'user', text: '有货吗?' },
    {
      role: 'assistant',
      text: '',
      toolCalls: [
        { id: 'call_1', name: 'a', arguments: '{"sku":"A"}' },
        { id: 'call_2', name: 'b', arguments: '{"sku":' },
      ],
    },
    { role: 'tool', callId: 'call_1', content: '{"total":3}' },
    { role: 'tool', callId: 'call_2', content: '{"error":"rejected"}' },
  ],
  tools: [{ name: 'a', description: 'Looks.', parameters }],
  toolChoice: 'auto',
  maxOutputTokens: 500,
  seed: 7,
};

describe('openAiRequestBody', () => {
  it('renders messages, tools, seed and the wish for usage', () => {
    expect(JSON.parse(openAiRequestBody(request, 'deepseek-chat'))).toEqual({
      model: 'deepseek-chat',
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: '有货吗?' },
        {
          role: 'assistant',
          content: null,
          tool_calls: [
            { id: 'call_1', type: 'function', function: { name: 'a', arguments: '{"sku":"A"}' } },
            { id: 'call_2', type: 'function', function: { name: 'b', arguments: '{"sku":' } },
          ],
        },
        { role: 'tool', tool_call_id: 'call_1', content: '{"total":3}' },
        { role: 'tool', tool_call_id: 'call_2', content: '{"error":"rejected"}' },
      ],
      max_tokens: 500,
      seed: 7,
      stream: true,
      stream_options: { include_usage: true },
      tool_choice: 'auto',
      tools: [{ type: 'function', function: { name: 'a', description: 'Looks.', parameters } }],
    });
  });

  it('leaves out tools, tool choice and seed where there are none', () => {
    const { model, messages, toolChoice, maxOutputTokens } = request;
    const body = JSON.parse(
      openAiRequestBody({ model, messages, toolChoice, maxOutputTokens, tools: [] }, 'm'),
    ) as object;
    expect(Object.keys(body)).toEqual(['model', 'messages', 'max_tokens', 'stream_options', 'stream']);
  });
});

describe('anthropicRequestBody', () => {
  it('takes system text apart, gathers a step’s results in one user message, sends objects as input', () => {
    expect(JSON.parse(anthropicRequestBody({ ...request, toolChoice: 'none' }, 'claude'))).toEqual({
      model: 'claude',
      max_tokens: 500,
      system: 'Be brief.',
      messages: [
        { role: 'user', content: [{ type: 'text', text: '有货吗?' }] },
        {
          role: 'assistant',
          content: [
            { type: 'tool_use', id: 'call_1', name: 'a', input: { sku: 'A' } },
            { type: 'tool_use', id: 'call_2', name: 'b', input: {} },
          ],
        },
        {
          role: 'user',
          content: [
            { type: 'tool_result', tool_use_id: 'call_1', content: '{"total":3}' },
            { type: 'tool_result', tool_use_id: 'call_2', content: '{"error":"rejected"}' },
          ],
        },
      ],
      stream: true,
      tool_choice: { type: 'none' },
      tools: [{ name: 'a', description: 'Looks.', input_schema: parameters }],
    });
  });
});

describe('a request in either protocol', () => {
  const body = (more: Partial<ModelRequest>): [unknown, unknown] => [
    JSON.parse(openAiRequestBody({ ...request, ...more }, 'm')),
    JSON.parse(anthropicRequestBody({ ...request, ...more }, 'm')),
  ];

  it.each<[ModelRequest['toolChoice'], unknown, unknown]>([
    ['auto', 'auto', { type: 'auto' }],
    ['none', 'none', { type: 'none' }],
    ['required', 'required', { type: 'any' }],
    [{ name: 'a' }, { type: 'function', function: { name: 'a' } }, { type: 'tool', name: 'a' }],
  ])('asks for tools as %j', (toolChoice, openai, anthropic) => {
    expect(body({ toolChoice })).toMatchObject([{ tool_choice: openai }, { tool_choice: anthropic }]);
  });

  it('carries temperature and stops, within what the protocol takes', () => {
    expect(body({ temperature: 1.5, stop: ['END'] })).toMatchObject([
      { temperature: 1.5, stop: ['END'] },
      { temperature: 1, stop_sequences: ['END'] },
    ]);
  });

  it('takes history that the other vendor wrote, without what that vendor put beside it', () => {
    const assistant = (api: 'openai' | 'anthropic'): ModelMessage => ({
      role: 'assistant',
      text: 'Yes',
      toolCalls: [],
      carried: { api, fields: api === 'openai' ? { state: 1 } : { blocks: [{ type: 'thinking', thinking: 'hm' }] } },
    });
    const messages = [assistant('openai'), { role: 'user', text: 'and?' } as const, assistant('anthropic')];
    expect(body({ messages, tools: [] })).toMatchObject([
      {
        messages: [
          { role: 'assistant', content: 'Yes', state: 1 },
          { role: 'user', content: 'and?' },
          { role: 'assistant', content: 'Yes' },
        ],
      },
      {
        messages: [
          { content: [{ type: 'text', text: 'Yes' }] },
          { content: [{ type: 'text', text: 'and?' }] },
          { content: [{ type: 'thinking' }, { type: 'text', text: 'Yes' }] },
        ],
      },
    ]);
  });
});
