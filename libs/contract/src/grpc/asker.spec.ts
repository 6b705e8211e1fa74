import { describe, expect, it } from '@jest/globals';
import { decodeAsker, encodeAsker } from './asker.ts';

describe('for whom a call is made', () => {
  const read = (headers: Readonly<Record<string, unknown>>) => decodeAsker((name) => headers[name]);

  it.each([
    { tenant: 'acme', user: '张三 & co' },
    { tenant: '店', user: null },
    { tenant: 'a/b%', user: 'U1' },
  ])('goes through metadata as it is: %j', (asker) => {
    const headers = encodeAsker(asker);
    for (const value of Object.values(headers)) expect(value).toMatch(/^[!-~]+$/);
    expect(read(headers)).toEqual(asker);
  });

  it.each([{}, { 'turnfleet-user': 'U1' }, { 'turnfleet-tenant': '%' }, { 'turnfleet-tenant': Buffer.from('a') }])(
    'is not guessed: %j',
    (headers) => {
      expect(read(headers)).toBeNull();
    },
  );
});
