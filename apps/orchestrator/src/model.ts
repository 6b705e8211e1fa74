import { type Clock, type Logger, silentLogger, TurnfleetError } from '@turnfleet/core';
import type { CountTokens, ModelEntry } from '@turnfleet/model';
import { countTokens, createModelClient, type HttpModelClient, type ModelEndpoints } from '@turnfleet/model-http';
import { type Config, isSimulated } from './config.ts';

export interface ChosenModel {
  readonly client: HttpModelClient;
  /** The first of the catalogue that a configured endpoint serves. */
  readonly entry: ModelEntry;
  readonly countTokens: CountTokens;
}

/** The endpoints that have a key or an address; if none has, the bundled simulator, which speaks both protocols. */
export function chooseModel(config: Config, clock: Clock, logger: Logger = silentLogger): ChosenModel {
  const models = config.MODELS_FILE;
  const endpoints = configuredEndpoints(config) ?? simulatorEndpoints(config.SIM_LLM_PORT);
  const entry = models.find(({ api }) => endpoints[api] !== undefined);
  if (!entry) {
    throw new TurnfleetError('invalid_request', 'No model of the catalogue speaks a protocol that has an endpoint.', {
      suggestion: 'Configure the endpoint of one of them (OPENAI_… or ANTHROPIC_…), or add a model to MODELS_FILE.',
    });
  }
  return { client: createModelClient({ models, endpoints, clock, logger }), entry, countTokens };
}

/** Endpoints of one's own often want no key, but the vendors' clients want one. */
const noKey = 'none';

function configuredEndpoints(config: Config): ModelEndpoints | null {
  if (isSimulated(config)) return null;
  const { OPENAI_BASE_URL, OPENAI_API_KEY, OPENAI_HEADERS } = config;
  const { ANTHROPIC_BASE_URL, ANTHROPIC_API_KEY, ANTHROPIC_HEADERS } = config;
  return {
    ...(OPENAI_BASE_URL || OPENAI_API_KEY
      ? {
          openai: {
            baseUrl: OPENAI_BASE_URL ?? 'https://api.openai.com/v1',
            apiKey: OPENAI_API_KEY ?? noKey,
            headers: OPENAI_HEADERS,
          },
        }
      : {}),
    ...(ANTHROPIC_BASE_URL || ANTHROPIC_API_KEY
      ? {
          anthropic: {
            baseUrl: ANTHROPIC_BASE_URL ?? 'https://api.anthropic.com',
            apiKey: ANTHROPIC_API_KEY ?? noKey,
            headers: ANTHROPIC_HEADERS,
          },
        }
      : {}),
  };
}

function simulatorEndpoints(port: number): ModelEndpoints {
  const origin = `http://127.0.0.1:${port}`;
  return {
    openai: { baseUrl: `${origin}/v1`, apiKey: 'simulator' },
    anthropic: { baseUrl: origin, apiKey: 'simulator' },
  };
}
