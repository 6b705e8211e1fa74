import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Ingress, startIngress } from '../testing/index.ts';

describe('GET /', () => {
  let ingress: Ingress;
  beforeEach(async () => {
    ingress = await startIngress({ adapters: () => ({ simulatedModel: true }) });
  });
  afterEach(() => ingress.stop());

  it('serves the page under a policy without inline code and without other origins', async () => {
    const response = await fetch(ingress.url);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const policy = response.headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('tells the page that answers come from the simulator', async () => {
    const html = await (await fetch(ingress.url)).text();
    expect(html).toContain('<meta name="turnfleet-model" content="simulated" />');
  });

  it.each([
    ['/page.js', 'text/javascript; charset=utf-8'],
    ['/page.css', 'text/css; charset=utf-8'],
    ['/icon.svg', 'image/svg+xml; charset=utf-8'],
  ])('serves %s as %s, once', async (path, type) => {
    const response = await fetch(ingress.url + path);
    expect(response.headers.get('content-type')).toBe(type);
    const etag = response.headers.get('etag') ?? '';
    expect((await fetch(ingress.url + path, { headers: { 'if-none-match': etag } })).status).toBe(304);
  });
});
