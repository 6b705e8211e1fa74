import { expect, it } from '@jest/globals';
import { readChat } from './read-chat.ts';
import { readResponse } from './read-response.ts';

const messages = [{ role: 'user', content: 'Hi' }];
const parts = [{ role: 'user', content: [{ type: 'text', text: 'Hi' }] }];
const developer = { role: 'developer', content: [{ type: 'text', text: 'Brief.' }] };

/** Clients send many of these by themselves, whatever their users ask for. */
it.each([
  ['usage in a stream', { messages, stream: true, stream_options: { include_usage: true } }],
  ['one choice, and the usual sampling', { messages, n: 1, temperature: 1, top_p: 1, frequency_penalty: 0 }],
  ['no tools, in several ways', { messages, tools: [], tool_choice: 'auto', functions: [], function_call: 'none' }],
  ['text as the format', { messages, response_format: { type: 'text' }, modalities: ['text'], logprobs: false }],
  ['limits of either name', { messages, max_tokens: 50, max_completion_tokens: 50, parallel_tool_calls: true }],
  ['what is null', { messages, stop: null, seed: null, tools: null, audio: null, user: null, metadata: null }],
  ['what is empty', { messages, stop: [], logit_bias: {}, metadata: {}, user: 'default_user_id' }],
  ['a developer’s message and parts', { messages: [developer, ...parts] }],
  [
    'an answer as it was given',
    { messages: [...messages, { role: 'assistant', content: 'Yes', refusal: null }, ...parts] },
  ],
  ['an answer that only called', { messages: [{ role: 'assistant', content: null, tool_calls: [] }, ...messages] }],
])('a chat completion may say %s', (_, body) => {
  expect(readChat({ model: 'turnfleet', ...body }).text).toBe('Hi');
});

it.each([
  ['a text alone', { input: 'Hi', stream: true }],
  ['messages with a type', { input: [{ type: 'message', role: 'user', content: 'Hi' }] }],
  ['parts', { input: [{ role: 'user', content: [{ type: 'input_text', text: 'Hi' }] }] }],
  ['text as the format', { input: messages, text: { format: { type: 'text' }, verbosity: 'low' } }],
  ['what is null', { input: messages, instructions: null, store: null, truncation: null, prompt: null, tools: null }],
  ['what is empty', { input: messages, include: [], tools: [], tool_choice: 'none', context_management: [] }],
  ['hidden thoughts', { input: messages, include: ['reasoning.encrypted_content'], store: false, reasoning: {} }],
])('a response may be asked for with %s', (_, body) => {
  expect(readResponse({ model: 'turnfleet', ...body }).text).toBe('Hi');
});
