import { afterEach, describe, expect, it } from '@jest/globals';
import { type Ingress, makeKey, startIngress, withKeys } from '../testing/index.ts';

let ingress: Ingress;
afterEach(() => ingress.stop());

const start = async (origins?: readonly string[]) => {
  ingress = await startIngress({ config: { ...withKeys, ...(origins ? { CORS_ORIGINS: [...origins] } : {}) } });
  return `${ingress.url}/v1/conversations/c-1/turns`;
};
const preflight = (url: string, origin: string) =>
  fetch(url, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type,idempotency-key',
    },
  });

describe('pages of other origins', () => {
  it('that are named may ask before they send, without a key, and then read what they get', async () => {
    const url = await start(['https://shop.example', 'http://localhost:3000']);
    const asked = await preflight(url, 'https://shop.example');
    expect(asked.status).toBe(204);
    expect(asked.headers.get('access-control-allow-origin')).toBe('https://shop.example');
    expect(asked.headers.get('access-control-allow-headers')).toContain('idempotency-key');
    expect(asked.headers.get('access-control-allow-methods')).toContain('POST');
    expect(asked.headers.get('access-control-allow-credentials')).toBeNull();
    const { headers } = await makeKey(ingress.access);
    const sent = await fetch(url, {
      method: 'POST',
      headers: { ...headers, origin: 'http://localhost:3000', 'content-type': 'application/json' },
      body: '{"text":"Hi"}',
    });
    expect(sent.status).toBe(202);
    expect(sent.headers.get('access-control-allow-origin')).toBe('http://localhost:3000');
    expect(sent.headers.get('access-control-expose-headers')).toContain('retry-after');
    expect(sent.headers.get('vary')).toBe('origin');
  });

  it('that are not named are told nothing, also of refusals', async () => {
    const url = await start(['https://shop.example']);
    for (const origin of ['https://evil.example', 'https://shop.example.evil.example', 'null', 'http://shop.example']) {
      const asked = await preflight(url, origin);
      expect([asked.status, asked.headers.get('access-control-allow-origin')]).toEqual([405, null]);
      expect(asked.headers.get('vary')).toBe('origin');
    }
  });

  it('read refusals, too, if they are named', async () => {
    const url = await start(['https://shop.example']);
    const refused = await fetch(url, { method: 'POST', headers: { origin: 'https://shop.example' } });
    expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([401, 'https://shop.example']);
  });

  it('of whatever origin may where that is configured, and never with cookies', async () => {
    const url = await start(['*']);
    const { headers } = await preflight(url, 'https://any.example');
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('access-control-allow-credentials')).toBeNull();
  });

  it('are told nothing unless that is configured', async () => {
    const url = await start();
    expect((await preflight(url, 'https://shop.example')).headers.get('access-control-allow-origin')).toBeNull();
  });
});
