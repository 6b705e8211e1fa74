import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import {
  commonConfig,
  count,
  flag,
  grpcTarget,
  hostPorts,
  milliseconds,
  parseConfig,
  port,
  seconds,
  urlOf,
  urlOfSome,
} from './config.ts';

function problemsOf(field: z.ZodType, value: string, name = 'NAME'): readonly string[] {
  const parsed = parseConfig(z.object({ [name]: field }), { [name]: value });
  return parsed.ok ? [] : parsed.problems;
}

describe('reading the configuration', () => {
  const schema = z.object({ PORT: port(8_080), WAIT: seconds(5), SECURE: flag, BROKERS: hostPorts.optional() });

  it('takes what is given, defaults for the rest, and empty for unset', () => {
    const env = { PORT: '0', WAIT: '', BROKERS: 'a:9092, [::1]:9093', UNKNOWN: 'x' };
    expect(parseConfig(schema, env)).toEqual({
      ok: true,
      value: { PORT: 0, WAIT: 5, SECURE: false, BROKERS: ['a:9092', '[::1]:9093'] },
    });
  });

  it('tells every mistake at once, each with its name and what was given', () => {
    expect(parseConfig(schema, { PORT: '99999', WAIT: 'soon', SECURE: 'yes', BROKERS: 'a' })).toEqual({
      ok: false,
      problems: [
        'PORT: must be a TCP port (a whole number from 0 to 65535), but it is "99999"',
        'WAIT: must be seconds (a whole number from 1 to 86400), but it is "soon"',
        'SECURE: must be true or false, but it is "yes"',
        'BROKERS: must be host:port, several separated by commas, but it is "a"',
      ],
    });
  });
});

describe('rules over several variables', () => {
  const schema = z.object({ PORT: port(8_080), BROKERS: hostPorts.optional(), STORE: urlOf('redis').optional() });
  const bothOrNone = ({ BROKERS, STORE }: { BROKERS?: unknown; STORE?: unknown }) =>
    (BROKERS === undefined) === (STORE === undefined)
      ? []
      : [{ name: BROKERS === undefined ? ('BROKERS' as const) : ('STORE' as const), message: 'is needed' }];
  const problems = (env: Record<string, string>) => {
    const parsed = parseConfig(schema, env, bothOrNone);
    return parsed.ok ? [] : parsed.problems;
  };

  it('are told together with the mistakes of single ones', () => {
    expect(problems({ PORT: 'x', BROKERS: 'a:1' })).toEqual([expect.stringMatching(/^PORT: /), 'STORE: is needed']);
  });

  it('say nothing of a variable that is wrong by itself', () => {
    expect(problems({ BROKERS: 'a', STORE: 'redis://h' })).toEqual([
      expect.stringMatching(/^BROKERS: must be host:port/),
    ]);
  });

  it('pass where they are kept', () => {
    expect(problems({ BROKERS: 'a:1', STORE: 'redis://h' })).toEqual([]);
  });
});

describe('a value that may hold a secret', () => {
  it.each(['OPENAI_API_KEY', 'REDIS_URL', 'DB_PASSWORD', 'AUTH_TOKEN', 'CLIENT_SECRET', 'OTEL_EXPORTER_OTLP_ENDPOINT'])(
    'is not shown: %s',
    (name) => {
      const [problem] = problemsOf(port(1), 'hunter2', name);
      expect(problem).toContain('not shown');
      expect(problem).not.toContain('hunter2');
    },
  );

  it.each(['SIM_LLM_TOKENS_PER_SECOND', 'PORT'])('is told from one that cannot: %s', (name) => {
    expect(problemsOf(port(1), '-1', name)[0]).toContain('but it is "-1"');
  });
});

describe('fields', () => {
  it.each([
    ['a TCP port', port(1), ['0', '65535'], ['65536', '-1', '1.5', '1e3', '0x10', ' 1']],
    ['seconds', seconds(5, 1, 10), ['1', '10'], ['0', '11', 'soon']],
    ['milliseconds', milliseconds(5), ['0', '60000'], ['60001']],
    ['a number', count(3, 1, 5), ['1', '5'], ['0', '6', 'NaN', 'Infinity']],
    [
      'host:port',
      hostPorts,
      ['a:1', 'a.b-c_d:65535,10.0.0.1:9092', '[::1]:9092'],
      ['a', ':1', 'a:0', 'a:65536', 'a:1,', '::1:9', 'http://a:1'],
    ],
    ['a gRPC target', grpcTarget, ['a:1', 'dns:///name:1'], ['dns://name:1', 'dns:///name', 'a']],
    [
      'a URL',
      urlOf('redis', 'rediss'),
      ['redis://h', 'rediss://u:p@h:1/0', 'REDIS://h'],
      ['redis:h', 'http://h', 'h:6379', 'redis'],
    ],
    [
      'a URL of several servers',
      urlOfSome('redis', 'rediss'),
      ['redis://h', 'rediss://u:a,p@h:1/0', 'redis://u:p@h:1,i:2, [::1]:3/0'],
      ['redis:h', 'http://h:1,i:2', 'redis://h:1,', 'redis://h:1,i', 'redis://h:1,redis://i:2'],
    ],
    ['a flag', flag, ['true', 'false'], ['1', 'yes', 'TRUE']],
  ])('%s', (_what, field, good, bad) => {
    expect(good.flatMap((value) => problemsOf(field, value))).toEqual([]);
    expect(bad.filter((value) => problemsOf(field, value).length !== 1)).toEqual([]);
  });

  it('that every process reads need no value', () => {
    expect(parseConfig(z.object(commonConfig), {})).toEqual({
      ok: true,
      value: {
        HOST: '127.0.0.1',
        DRAIN_SECONDS: 25,
        LOG_LEVEL: 'info',
        OTEL_TRACES_SAMPLER: 'parentbased_always_on',
        OTEL_TRACES_SAMPLER_ARG: 1,
      },
    });
  });
});
