import { describe, expect, it } from '@jest/globals';
import type { Models } from '@turnfleet/contract/http';
import { oneModel, showText, statsText } from './models-text.ts';

const deployment: Models['deployments'][number] = {
  ...{
    model: 'deepseek-v3.2',
    endpoint: 'openai',
    breaker: 'closed',
    openAt: 0,
    inFlight: 2,
    successes: 9,
    failures: 1,
  },
  ...{ firstTokenMs: 120, firstTokenP95Ms: 300, unusable: null, limitedForMs: null },
};
const limit: Models['limits'][number] = {
  ...{ endpoint: 'openai', requestsPerMinute: 10, tokensPerMinute: null, requests: 10, tokens: 900 },
  ...{ held: 'its endpoint is at its limit of 10 requests a minute', heldForMs: 11_200 },
};
const models = (more: Partial<Models>): Models => ({
  ...{ workers: 2, otherCatalogues: 0, problems: [], models: [], rules: [], choices: {}, deployments: [], limits: [] },
  ...more,
});

describe('the statistics of models', () => {
  it('show what was used of a limit, and that and for how long it is reached', () => {
    const text = statsText(models({ deployments: [deployment], limits: [limit] }));
    expect(text).toMatch(
      /openai +10 of 10 +900 +its endpoint is at its limit of 10 requests a minute, for another 12 s/,
    );
    const room = { ...limit, requests: 3, held: null, heldForMs: null };
    expect(statsText(models({ limits: [room] }))).toMatch(/openai +3 of 10 +900 +has room/);
  });

  it('say who asked to be left alone, and nothing of limits where there are none', () => {
    const text = statsText(models({ deployments: [{ ...deployment, limitedForMs: 2_500 }] }));
    expect(text).toMatch(/closed, asked to wait 3 s/);
    expect(text).not.toContain('Limits');
  });
});

describe('all of one model', () => {
  const deepSeek: Models['models'][number] = {
    ...{ id: 'deepseek-v3.2', endpoints: ['openai'], usdPerMillionTokens: { input: '0.10', output: '0.42' } },
    ...{ contextTokens: 128_000, maxOutputTokens: 8_192, strength: 5, latency: 'medium', can: ['tools', 'seed'] },
  };
  const all = models({
    models: [deepSeek],
    deployments: [deployment, { ...deployment, model: 'gpt-4.1' }],
    limits: [limit, { ...limit, endpoint: 'elsewhere' }],
  });

  it('is what it costs, holds and can, how it fares, and the limits of where it is', () => {
    const text = showText(oneModel(all, 'deepseek-v3.2'));
    expect(text).toMatch(/context +128000 tokens, of which an answer takes 8192 at most\n +can +tools, seed\n/);
    expect(text).toMatch(/openai +10 of 10/);
    expect(text).not.toMatch(/gpt-4\.1|elsewhere/);
  });
});
