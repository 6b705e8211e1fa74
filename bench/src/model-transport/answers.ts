import { descriptorSet } from '@turnfleet/contract/grpc';
import { openAiTools } from '@turnfleet/model';
import { toolsFrom } from '@turnfleet/tools';

/** Whole answers, and those that come in chunks. */
export const modes = ['whole', 'streamed'] as const;
export type Mode = (typeof modes)[number];

export const chunks = 60;
export const model = 'gpt-4.1';
export const system = 'You answer the shoppers of a shop. Look figures up with the tools, never guess them.';
export const question = 'Is SKU-2024-888 in stock in Shanghai, and what does it cost?';
/** The shop's own tools, as every request takes them. */
export const tools = toolsFrom(descriptorSet);
export const toolsOnTheWire = openAiTools(tools);

/** What is said in an answer, a word a chunk. */
const words = Array.from({ length: chunks }, (_, at) => `word${at} `);
export const answer = words.join('');
const usage = { prompt_tokens: 900, completion_tokens: chunks, total_tokens: 900 + chunks };
const head = { id: 'chatcmpl-bench', created: 1_700_000_000, model };

export const wholeAnswer = JSON.stringify({
  ...head,
  object: 'chat.completion',
  choices: [{ index: 0, message: { role: 'assistant', content: answer }, finish_reason: 'stop' }],
  usage,
});

const event = (fields: object): string =>
  `data: ${JSON.stringify({ ...head, object: 'chat.completion.chunk', ...fields })}\n\n`;
const delta = (content: object, finish: string | null = null): string =>
  event({ choices: [{ index: 0, delta: content, finish_reason: finish }] });

/** What a stream sends, a packet each. */
export const streamedAnswer: readonly string[] = [
  delta({ role: 'assistant', content: '' }),
  ...words.map((content) => delta({ content })),
  delta({}, 'stop') + event({ choices: [], usage }) + 'data: [DONE]\n\n',
];
