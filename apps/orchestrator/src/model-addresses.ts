import type { CatalogueEndpoint } from '@turnfleet/model';
import type { AddressOf, VendorAddress } from '@turnfleet/model-http';
import { type Config, isSimulated } from './config.ts';

/** Endpoints of one's own often want no key, but the vendors' clients want one. */
const noKey = 'none';

type KeyOf = (variable: string) => string | undefined;

/**
 * Where the endpoints of the catalogue are: as the file says, with the keys that the environment has. Those of the built-in
 * catalogue follow the variables of their vendor; without any, the bundled simulator, which speaks both protocols, is both.
 */
export function modelAddresses(config: Config, keyOf: KeyOf): AddressOf {
  if (config.MODELS_FILE.path !== null) return (endpoint) => addressInFile(endpoint, keyOf);
  if (isSimulated(config)) return ({ api }) => simulatorAddress(api, config.SIM_LLM_PORT);
  return (endpoint) => addressBuiltIn(endpoint, config);
}

function addressInFile({ baseUrl, keyVariable, headers, query }: CatalogueEndpoint, keyOf: KeyOf) {
  const apiKey = keyVariable === null ? noKey : keyOf(keyVariable);
  return apiKey === undefined ? `${keyVariable} is not set` : { baseUrl, apiKey, headers, query };
}

function addressBuiltIn({ api, baseUrl: usual }: CatalogueEndpoint, config: Config): VendorAddress | string {
  const { OPENAI_BASE_URL, OPENAI_API_KEY, OPENAI_HEADERS } = config;
  const { ANTHROPIC_BASE_URL, ANTHROPIC_API_KEY, ANTHROPIC_HEADERS } = config;
  const [baseUrl, apiKey, headers, variable] =
    api === 'openai'
      ? [OPENAI_BASE_URL, OPENAI_API_KEY, OPENAI_HEADERS, 'OPENAI_API_KEY']
      : [ANTHROPIC_BASE_URL, ANTHROPIC_API_KEY, ANTHROPIC_HEADERS, 'ANTHROPIC_API_KEY'];
  if (baseUrl === undefined && apiKey === undefined) return `${variable} is not set`;
  return { baseUrl: baseUrl ?? usual, apiKey: apiKey ?? noKey, headers };
}

function simulatorAddress(api: CatalogueEndpoint['api'], port: number): VendorAddress {
  const origin = `http://127.0.0.1:${port}`;
  return { baseUrl: api === 'openai' ? `${origin}/v1` : origin, apiKey: 'simulator' };
}
