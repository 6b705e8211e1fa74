import { describe, expect, it } from '@jest/globals';
import { builtInCatalogue, builtInCatalogueText } from '@turnfleet/model';
import { configSchema, type ModelsFile } from './config.ts';
import { modelAddresses } from './model-addresses.ts';

/** What both endpoints of the built-in catalogue are under these variables. */
function addresses(env: Record<string, string>, file?: ModelsFile, keys: Record<string, string> = {}) {
  const config = { ...configSchema.parse(env), ...(file ? { MODELS_FILE: file } : {}) };
  const addressOf = modelAddresses(config, (name) => keys[name]);
  return [...config.MODELS_FILE.catalogue.endpoints.values()].map((endpoint) => addressOf(endpoint));
}

describe('the address of an endpoint of the built-in catalogue', () => {
  it('is the simulator, of both protocols, without any variable', () => {
    expect(addresses({ SIM_LLM_PORT: '7' })).toMatchObject([
      { baseUrl: 'http://127.0.0.1:7/v1' },
      { baseUrl: 'http://127.0.0.1:7' },
    ]);
  });

  it('follows the variables of its vendor; that of the other is told to be missing', () => {
    expect(addresses({ OPENAI_BASE_URL: 'http://m:1/v1', OPENAI_HEADERS: '{"authorization":null}' })).toEqual([
      { baseUrl: 'http://m:1/v1', apiKey: 'none', headers: { authorization: null } },
      'ANTHROPIC_API_KEY is not set',
    ]);
    expect(addresses({ ANTHROPIC_API_KEY: 'k' })).toMatchObject([
      'OPENAI_API_KEY is not set',
      { baseUrl: 'https://api.anthropic.com', apiKey: 'k' },
    ]);
  });
});

describe('the address of an endpoint of a MODELS_FILE', () => {
  const file = { path: 'models.yaml', text: builtInCatalogueText, catalogue: builtInCatalogue };

  it('is that of the file, with the key that the environment has under its name', () => {
    expect(addresses({ OPENAI_BASE_URL: 'http://ignored/v1' }, file, { OPENAI_API_KEY: 'k' })).toMatchObject([
      { baseUrl: 'https://api.openai.com/v1', apiKey: 'k' },
      'ANTHROPIC_API_KEY is not set',
    ]);
  });

  it("is never the simulator: a catalogue of one's own without keys is told, not played", () => {
    expect(addresses({}, file)).toEqual(['OPENAI_API_KEY is not set', 'ANTHROPIC_API_KEY is not set']);
  });
});
