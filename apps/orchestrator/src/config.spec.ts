import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { builtInCatalogue, builtInCatalogueText } from '@turnfleet/model';
import { parse } from 'yaml';
import { configSchema, isSimulated, readConfig } from './config.ts';

const folder = mkdtempSync(join(tmpdir(), 'turnfleet-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const shared = { KAFKA_BROKERS: 'k1:9092,k2:9092', REDIS_URL: 'redis://r:6379' };

function problemsOf(env: Record<string, string>): readonly string[] {
  const config = readConfig(env);
  return config.ok ? [] : config.problems;
}

describe('the configuration', () => {
  it('needs only the log and the state', () => {
    const config = readConfig(shared);
    expect(config).toMatchObject({
      ok: true,
      value: {
        HOST: '127.0.0.1',
        KAFKA_BROKERS: ['k1:9092', 'k2:9092'],
        KAFKA_GROUP_ID: 'turnfleet-orchestrator',
        TURN_DEADLINE_SECONDS: 30,
        COALESCE_MS: 0,
        CONVERSATION_IDLE_DAYS: 30,
        SHOP_TIME_ZONE: 'Asia/Shanghai',
        OPS_PORT: 9_464,
        MODELS_FILE: { path: null, catalogue: builtInCatalogue },
      },
    });
  });

  it('tells every problem at once, across single variables and several', () => {
    const problems = problemsOf({
      REDIS_URL: 'http://r',
      OPS_PORT: '70000',
      SHOP_TIME_ZONE: 'Mars/Olympus',
      SHOP_TIME_ZONES: 'city:London=Mars/Olympus',
      TURN_DEADLINE_SECONDS: 'soon',
      PRODUCT_ADDR: 'nowhere',
      OPENAI_BASE_URL: 'ftp://models',
      MODELS_FILE: join(folder, 'missing.json'),
    });
    expect(problems.map((problem) => problem.split(':')[0]).sort()).toEqual([
      ...['KAFKA_BROKERS', 'MODELS_FILE', 'OPENAI_BASE_URL', 'OPS_PORT', 'PRODUCT_ADDR', 'REDIS_URL'],
      ...['SHOP_TIME_ZONE', 'SHOP_TIME_ZONES', 'TURN_DEADLINE_SECONDS'],
    ]);
  });

  it('refuses to start alone with log and state of its own', () => {
    expect(problemsOf({})).toEqual([
      expect.stringMatching(/^KAFKA_BROKERS: is needed when the orchestrator runs as a process of its own/),
      expect.stringMatching(/^REDIS_URL: is needed/),
    ]);
  });

  it('refuses to start alone without knowing where the services listen', () => {
    expect(problemsOf({ ...shared, PRICING_PORT: '0', SIM_LLM_PORT: '0' })).toEqual([
      expect.stringMatching(/^PRICING_PORT: must be the port where that service listens/),
      expect.stringMatching(/^SIM_LLM_PORT: must be the port/),
    ]);
    expect(problemsOf({ ...shared, PRICING_PORT: '0', PRICING_ADDR: 'dns:///pricing:50053' })).toEqual([]);
    expect(problemsOf({ ...shared, SIM_LLM_PORT: '0', OPENAI_API_KEY: 'k' })).toEqual([]);
  });

  it.each(['models.yaml', 'models.json'])('takes the catalogue of a MODELS_FILE: %s', (name) => {
    const yaml = builtInCatalogueText.replace("'0.42'", "'0.50'");
    const path = file(name, name.endsWith('yaml') ? yaml : JSON.stringify(parse(yaml)));
    const config = readConfig({ ...shared, MODELS_FILE: path });
    expect(config).toMatchObject({ ok: true, value: { MODELS_FILE: { path } } });
    const output = config.ok && config.value.MODELS_FILE.catalogue.models.get('deepseek-v3.2')?.listPrices.output;
    expect(output).toBe('0.50');
  });

  it.each([
    { what: 'is missing', path: () => join(folder, 'missing.json'), problem: 'it cannot be read' },
    { what: 'is a folder', path: () => folder, problem: 'it cannot be read' },
    { what: 'is cut', path: () => file('text.json', '{"models":'), problem: 'line 1: ' },
  ])('says what is wrong with a MODELS_FILE that $what', ({ path, problem }) => {
    expect(problemsOf({ ...shared, MODELS_FILE: path() })).toContainEqual(
      expect.stringMatching(new RegExp(`^MODELS_FILE: must name a file with a model catalogue \\(.*${problem}`)),
    );
  });

  it('lists every mistake in a MODELS_FILE with its line', () => {
    const text = builtInCatalogueText.replace('latency: fast', 'latency: hasty').replace("'15.00'", "'-15.00'");
    const problems = problemsOf({ ...shared, MODELS_FILE: file('bad.yaml', text) });
    const lineOf = (part: string) => text.slice(0, text.indexOf(part)).split('\n').length;
    expect(problems).toEqual([
      expect.stringContaining(`(line ${lineOf('hasty')}: models.gemini-2.5-flash.latency`),
      expect.stringContaining(`(line ${lineOf("'-15.00'")}: models.claude-sonnet-4.5.usdPerMillionTokens.output`),
    ]);
  });

  it.each(['nonsense', '[]', '{"api-key": 7}', '{"api key": "secret"}'])(
    'refuses %s as headers of an endpoint, without quoting them',
    (given) => {
      const { error } = configSchema.safeParse({ OPENAI_HEADERS: given });
      expect(error?.issues).toEqual([
        expect.objectContaining({
          path: ['OPENAI_HEADERS'],
          message: expect.stringContaining('a JSON object of header names'),
        }),
      ]);
      expect(JSON.stringify(error?.issues)).not.toContain('secret');
    },
  );

  it('simulates the model unless any endpoint or key of a real one is given', () => {
    expect(isSimulated({})).toBe(true);
    expect(isSimulated({ ANTHROPIC_API_KEY: 'k' })).toBe(false);
    expect(isSimulated({ OPENAI_BASE_URL: 'http://models' })).toBe(false);
  });
});

it('takes topics of upstreams, each once and none of the fleet’s own', () => {
  const read = (text: string) => configSchema.safeParse({ UPSTREAM_TOPICS: text });
  expect(read('crm.turns=acme, shop-turns=beta').data?.UPSTREAM_TOPICS).toEqual(
    new Map([
      ['crm.turns', 'acme'],
      ['shop-turns', 'beta'],
    ]),
  );
  for (const text of ['', 'crm.turns', 'crm.turns=', '=acme', 'a=b=c', 'a=b,a=c', 'chat.turns=acme', 'chat.replies=a'])
    expect(read(text).error?.issues[0]?.message).toMatch(/each topic of an upstream once/);
});
