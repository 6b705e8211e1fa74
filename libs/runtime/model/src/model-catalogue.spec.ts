import { describe, expect, it } from '@jest/globals';
import { costOf } from './cost.ts';
import { builtInModels, parseModelCatalogue } from './model-catalogue.ts';

const priceOf = (id: string): unknown => {
  const model = builtInModels.find((entry) => entry.id === id);
  return model && [model.inputUsdPerMTok, model.outputUsdPerMTok];
};

describe('the model catalogue', () => {
  it('knows the four models and their prices', () => {
    expect(priceOf('gpt-4.1')).toEqual([2.5, 8]);
    expect(priceOf('claude-sonnet-4.5')).toEqual([3, 15]);
    expect(priceOf('gemini-2.5-flash')).toEqual([0.3, 2.5]);
    expect(priceOf('deepseek-v3.2')).toEqual([0.1, 0.42]);
  });

  it('can be written to a file and read back', () => {
    expect(parseModelCatalogue(JSON.stringify({ models: builtInModels }))).toEqual({ ok: true, value: builtInModels });
  });

  it('lists every problem of a file, a misspelt field and a repeated id among them', () => {
    const [first] = builtInModels;
    const parsed = parseModelCatalogue(
      JSON.stringify({ models: [first, { ...first, api: 'smtp', contextTokens: 0, price: 1 }] }),
    );
    expect(parsed.ok ? [] : parsed.problems.map((problem) => problem.split(':')[0])).toEqual([
      'models.1.api',
      'models.1.contextTokens',
      'models.1',
    ]);
    const twice = parseModelCatalogue(JSON.stringify({ models: [first, first] }));
    expect(twice).toEqual({ ok: false, problems: ['models.1.id: "deepseek-v3.2" is there twice'] });
  });

  it.each(['', '{', '[]', '{"models":[]}'])('refuses %j', (text) => {
    expect(parseModelCatalogue(text).ok).toBe(false);
  });
});

describe('costOf', () => {
  it('is tokens times price, without binary noise', () => {
    const model = {
      ...builtInModels[0],
      inputUsdPerMTok: 0.1,
      outputUsdPerMTok: 0.42,
    } as (typeof builtInModels)[number];
    expect(costOf({ inputTokens: 412, outputTokens: 63 }, model)).toBe(0.00006766);
    expect(costOf({ inputTokens: 0, outputTokens: 0 }, model)).toBe(0);
  });
});
