import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatUsd } from '../money/usd.ts';
import { builtInCatalogue } from './built-in-catalogue.ts';
import type { Catalogue } from './catalogue.ts';
import { readCatalogue } from './read-catalogue.ts';

const small = `
endpoints:
  a: { api: openai, baseUrl: http://127.0.0.1:1/v1 }
models:
  m:
    at: { a: m-1 }
    usdPerMillionTokens: { input: 0.10, output: 0.42 }
    contextTokens: 1000
    maxOutputTokens: 100
    latency: fast
    strength: 3
rules:
  - name: all
    strategy: cheapest
    use: [m]
`;

function read(text: string): Catalogue {
  const result = readCatalogue(text);
  if (!result.ok) throw new Error(result.problems.join('\n'));
  return result.catalogue;
}
const problemsOf = (text: string): readonly string[] => {
  const result = readCatalogue(text);
  return result.ok ? [] : result.problems;
};

describe('a model catalogue', () => {
  it('keeps prices as exact decimals, however YAML reads them', () => {
    const model = read(small).models.get('m');
    expect([model?.prices.input, model?.prices.output].map((price) => formatUsd((price ?? 0n) * 1_000_000n))).toEqual([
      '0.1',
      '0.42',
    ]);
  });

  it('is the same in JSON', () => {
    const json = JSON.stringify({
      endpoints: { a: { api: 'openai', baseUrl: 'http://127.0.0.1:1/v1' } },
      models: {
        m: {
          at: { a: 'm-1' },
          usdPerMillionTokens: { input: '0.10', output: '0.42' },
          contextTokens: 1_000,
          maxOutputTokens: 100,
          latency: 'fast',
          strength: 3,
        },
      },
      rules: [{ name: 'all', strategy: 'cheapest', use: ['m'] }],
    });
    const yaml = read(small);
    expect(read(json).models.get('m')?.prices).toEqual(yaml.models.get('m')?.prices);
    expect(read(json).rules).toEqual(yaml.rules);
  });

  it('sends every failure somewhere, if only to all models from the weakest on', () => {
    expect(read(small).fallback).toMatchObject({ unavailable: ['m'], refused: ['m'], empty_answer: ['m'] });
  });

  it.each([
    [
      'a price below zero',
      small.replace('0.42', '-1'),
      /^line 7: models\.m\.usdPerMillionTokens\.output: must be a price/,
    ],
    [
      'an endpoint that is not there',
      small.replace('at: { a:', 'at: { b:'),
      /^line 6: models\.m\.at\.b: there is no endpoint "b"$/,
    ],
    [
      'a model that is not there',
      small.replace('use: [m]', 'use: [m, n]'),
      /^line 15: rules\.0\.use\.1: there is no model or group "n"$/,
    ],
    [
      'groups in a circle',
      `${small}groups:\n  g: [h]\n  h: [g]\n`,
      /^line 17: groups\.g: goes in a circle: g → h → g$/m,
    ],
    [
      'a fallback chain in a circle',
      `${small}groups: { g: [g] }\nfallback: { refused: [g] }\n`,
      /goes in a circle: g → g/,
    ],
    [
      'a last rule with a condition',
      small.replace('strategy:', 'when: { peak: true }\n    strategy:'),
      /the last rule must match every turn/,
    ],
    ['a field nobody knows', small.replace('latency', 'latenci'), /latenci/],
    ['a key that is there twice', `${small}rules: []\n`, /^line 16: Map keys must be unique/],
    ['no YAML at all', 'a: [', /^line \d+: /],
    ['nothing', '', /expected object/],
    [
      'soft above hard',
      `${small}budgets: [{ softUsdPerDay: 2, hardUsdPerDay: 1 }]\n`,
      /the soft limit is above the hard one/,
    ],
  ])('with %s is refused, with the line', (_what, text, problem) => {
    expect(problemsOf(text).join('\n')).toMatch(problem);
  });

  it('lists every problem at once', () => {
    expect(problemsOf(small.replace('0.42', '-1').replace('fast', 'quick'))).toHaveLength(2);
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(readCatalogue(text).ok).toBe(false);
      }),
    );
  });
});

describe('the catalogue that is built in', () => {
  it('has the four models with their list prices', () => {
    const prices = [...builtInCatalogue.models.values()].map(({ id, listPrices }) => [
      id,
      listPrices.input,
      listPrices.output,
    ]);
    expect(prices).toEqual([
      ['deepseek-v3.2', '0.10', '0.42'],
      ['gemini-2.5-flash', '0.30', '2.50'],
      ['gpt-4.1', '2.50', '8.00'],
      ['claude-sonnet-4.5', '3.00', '15.00'],
    ]);
  });

  it('routes everyday turns, the peak and what is complex as documented', () => {
    expect(builtInCatalogue.rules.map(({ name, models }) => [name, models[0]])).toEqual([
      ['spent', 'deepseek-v3.2'],
      ['complex', 'gpt-4.1'],
      ['peak', 'gemini-2.5-flash'],
      ['everyday', 'deepseek-v3.2'],
    ]);
  });
});
