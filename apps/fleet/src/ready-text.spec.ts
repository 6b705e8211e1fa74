import { describe, expect, it } from '@jest/globals';
import { readyText } from './ready-text.ts';

describe('what a ready fleet prints', () => {
  it('is the page and a question to ask, which finds it without more', () => {
    const lines = readyText({ 'ingress.http': 'http://127.0.0.1:8080' }).split('\n');
    expect(lines[0]).toBe('Ready. The page is at http://127.0.0.1:8080');
    expect(lines[2]).toBe('  npx turnfleet chat "SKU-2024-888 上海有货吗?"');
  });

  it.each(['http://127.0.0.1:9090', 'http://10.0.0.5:8080'])('says where to ask if that is %s', (page) => {
    expect(readyText({ 'ingress.http': page })).toContain(`npx turnfleet chat --url ${page} "`);
  });

  it('lists every other listener, for ports that were picked', () => {
    const text = readyText({ 'product.grpc': '127.0.0.1:41000', ops: 'http://127.0.0.1:41001' });
    expect(text).toBe(
      'Ready.\n  product.grpc       127.0.0.1:41000\n  ops                http://127.0.0.1:41001\nCtrl-C drains and stops.\n',
    );
  });
});
