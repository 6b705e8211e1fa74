import Anthropic from '@anthropic-ai/sdk';
import { type Clock, silentLogger, systemClock } from '@turnfleet/core';
import type { App } from '@turnfleet/service-kit';
import OpenAI from 'openai';
import { compose } from '../compose.ts';
import { readConfig } from '../config.ts';
import { seededRandom } from '../seeded-random.ts';
import { shopTools } from '../testing.ts';

export interface Sim {
  readonly app: App;
  readonly url: string;
  readonly openAi: OpenAI;
  readonly anthropic: Anthropic;
  /** `PUT /_sim/behaviour`. */
  behave(behaviour: object): Promise<Response>;
}

/** The simulator on a free port, without latency, and the vendors' own clients for it, their retries off. */
export async function startSim(env: Readonly<Record<string, string>> = {}, clock: Clock = systemClock): Promise<Sim> {
  const config = readConfig({ SIM_LLM_PORT: '0', SIM_LLM_TTFT_MS: '0', SIM_LLM_TOKENS_PER_SECOND: '0', ...env });
  if (!config.ok) throw new Error(config.problems.join('\n'));
  const app = await compose(config.value, { clock, logger: silentLogger, random: seededRandom('sim') });
  const url = app.addresses['http'] ?? '';
  return {
    app,
    url,
    openAi: new OpenAI({ logLevel: 'off', baseURL: `${url}/v1`, apiKey: 'any', maxRetries: 0 }),
    anthropic: new Anthropic({ baseURL: url, apiKey: 'any', maxRetries: 0 }),
    behave: (behaviour) =>
      fetch(`${url}/_sim/behaviour`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(behaviour),
      }),
  };
}

/** The demo shop's tools as each vendor wants them. */
export const openAiTools: OpenAI.Chat.ChatCompletionFunctionTool[] = shopTools.map((tool) => ({
  type: 'function',
  function: { name: tool.name, description: tool.description, parameters: tool.parameters },
}));
export const anthropicTools: Anthropic.Tool[] = shopTools.map((tool) => ({
  name: tool.name,
  description: tool.description,
  input_schema: { type: 'object', ...tool.parameters },
}));
