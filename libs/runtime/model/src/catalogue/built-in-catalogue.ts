import { TurnfleetError } from '@turnfleet/core';
import type { Catalogue } from './catalogue.ts';
import { readCatalogue } from './read-catalogue.ts';

/**
 * What holds without a `MODELS_FILE`, and the example to start one from (`npx turnfleet models example`). Prices are list
 * prices in US dollars per million tokens; strengths are ours.
 */
export const builtInCatalogueText = `# Which model answers, what happens when it cannot, and what it costs.
# Read again within a minute of a change; a file with a mistake is refused as a whole, and the old one stays in force.

endpoints:
  # One entry an address. The key stays in the environment: keyVariable names the variable.
  openai:
    api: openai
    baseUrl: https://api.openai.com/v1
    keyVariable: OPENAI_API_KEY
    # headers: { x-team: shop }          # sent with every request
    # query: { api-version: 2026-05-01 } # as Azure wants it
    # requestsPerMinute: 500             # shared by all workers
    # tokensPerMinute: 200000
  anthropic:
    api: anthropic
    baseUrl: https://api.anthropic.com
    keyVariable: ANTHROPIC_API_KEY
  # simulator: # as npm start runs it: it wants no key, and knows the four models by the names below
  #   api: openai # or anthropic, without the /v1
  #   baseUrl: http://127.0.0.1:8090/v1

models:
  deepseek-v3.2:
    at: { openai: deepseek-v3.2 } # endpoint: the model's name there; several endpoints may serve one model
    usdPerMillionTokens: { input: '0.10', output: '0.42' }
    contextTokens: 128000
    maxOutputTokens: 8192
    latency: medium
    strength: 5
  gemini-2.5-flash:
    at: { openai: gemini-2.5-flash }
    usdPerMillionTokens: { input: '0.30', output: '2.50' }
    contextTokens: 1048576
    maxOutputTokens: 65536
    latency: fast
    strength: 6
  gpt-4.1:
    at: { openai: gpt-4.1 }
    usdPerMillionTokens: { input: '2.50', output: '8.00' }
    contextTokens: 1047576
    maxOutputTokens: 32768
    latency: medium
    strength: 8
  claude-sonnet-4.5:
    at: { anthropic: claude-sonnet-4-5 }
    usdPerMillionTokens: { input: '3.00', output: '15.00' }
    contextTokens: 200000
    maxOutputTokens: 64000
    latency: slow
    strength: 9

groups:
  cheapest: [deepseek-v3.2]
  strongest: [claude-sonnet-4.5, gpt-4.1]

# The first rule whose conditions all hold decides. The last one has none.
rules:
  - name: spent # a tenant or user has reached the soft limit of their budget
    when: { budget: soft }
    strategy: cheapest
    use: [deepseek-v3.2, gemini-2.5-flash]
  - name: complex
    when: { complexityAtLeast: 0.6, peak: false }
    strategy: cheapest
    use: [gpt-4.1, claude-sonnet-4.5]
  - name: peak
    when: { peak: true }
    strategy: fastest
    use: [gemini-2.5-flash, deepseek-v3.2]
  - name: everyday
    strategy: cheapest
    use: [deepseek-v3.2, gemini-2.5-flash]

# Who is asked next when the chosen model cannot answer, by what went wrong.
fallback:
  unavailable: [deepseek-v3.2, gemini-2.5-flash, gpt-4.1, claude-sonnet-4.5]
  context_too_long: [gemini-2.5-flash, gpt-4.1]
  refused: [gpt-4.1, gemini-2.5-flash]
  ignored_tool: [gpt-4.1, claude-sonnet-4.5]
  empty_answer: [gemini-2.5-flash, gpt-4.1]
maxModelsPerTurn: 3

# peak: { enter: { inFlightRatio: 0.8, queueAgeMs: 2000 }, leave: { inFlightRatio: 0.6, queueAgeMs: 500 } }
# budgets:
#   - { softUsdPerDay: '80', hardUsdPerDay: '100' }                # every tenant by itself
#   - { user: each, softUsdPerDay: '0.50', hardUsdPerDay: '1' }    # each of their users
# shadow: { model: claude-sonnet-4.5, share: 0.01 }                # also asked, never shown
`;

export const builtInCatalogue: Catalogue = parsed();

function parsed(): Catalogue {
  const result = readCatalogue(builtInCatalogueText);
  if (result.ok) return result.catalogue;
  throw new TurnfleetError('internal', `The catalogue that is built in is wrong: ${result.problems.join('; ')}`);
}
