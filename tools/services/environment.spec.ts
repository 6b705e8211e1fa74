import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { exportLine, readOwned, readUnavailable, serviceEnvironment } from './environment.ts';
import { type Service, serviceNames } from './service.ts';

const own = (url: string): Service => ({ kind: 'ready', url, from: 'native', ownedByUs: true });
const found = (url: string): Service => ({ kind: 'ready', url, from: 'port', ownedByUs: false });
const missing = (reason: string): Service => ({ kind: 'unavailable', reason });

describe('what a command gets to know', () => {
  it('is the address of each service and which of them may be flushed and killed', () => {
    const environment = serviceEnvironment({
      kafka: own('k:1'),
      redis: found('redis://r'),
      postgres: own('postgres://p'),
    });
    expect(environment).toMatchObject({ KAFKA_BROKERS: 'k:1', REDIS_URL: 'redis://r', DATABASE_URL: 'postgres://p' });
    expect([...readOwned(environment)]).toEqual(['kafka', 'postgres']);
    expect(readUnavailable(environment).size).toBe(0);
  });

  it('unsets the address of a service that is missing, and nothing of one that was not asked for', () => {
    const environment = serviceEnvironment({ redis: missing('no redis-server') });
    expect(environment).toHaveProperty('REDIS_URL', undefined);
    expect(environment).not.toHaveProperty('KAFKA_BROKERS');
  });

  it('carries every reason, whatever it says', () => {
    const reason = fc.string({ unit: 'grapheme' }).filter((text) => text.replaceAll(';', ',').trim() !== '');
    const map = fc.record({ kafka: reason, redis: reason, postgres: reason }, { requiredKeys: [] });
    fc.assert(
      fc.property(map, (reasons) => {
        const services = Object.fromEntries(Object.entries(reasons).map(([name, text]) => [name, missing(text)]));
        const read = readUnavailable(serviceEnvironment(services));
        expect([...read.keys()]).toEqual(serviceNames.filter((name) => name in reasons));
      }),
    );
  });

  it('puts a reason of several lines on one', () => {
    const environment = serviceEnvironment({ kafka: missing('docker: no; image\n    native: no java') });
    expect(readUnavailable(environment).get('kafka')).toBe('docker: no, image native: no java');
  });
});

describe('the export line', () => {
  it('gives the shell exactly the addresses', () => {
    const url = "postgres://u:p'$HOME&x;@127.0.0.1:1/d?a=b";
    const line = exportLine({ kafka: own('127.0.0.1:1,127.0.0.1:2'), postgres: own(url), redis: missing('-') });
    const script = `${line}; printf '%s\\n' "$KAFKA_BROKERS" "$DATABASE_URL"`;
    expect(execFileSync('sh', ['-c', script], { encoding: 'utf8' })).toBe(`127.0.0.1:1,127.0.0.1:2\n${url}\n`);
  });
});
