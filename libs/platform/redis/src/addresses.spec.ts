import { describe, expect, it } from '@jest/globals';
import { addressesOf, atPlace } from './addresses.ts';

describe('REDIS_URL', () => {
  it.each([
    ['redis://h', ['redis://h']],
    ['rediss://u:p@h:1/0', ['rediss://u:p@h:1/0']],
    ['redis://u:a,b@h:1,i:2, [::1]:3/0', ['redis://u:a,b@h:1/0', 'redis://u:a,b@i:2/0', 'redis://u:a,b@[::1]:3/0']],
  ])('names one server, or several nodes: %s', (url, all) => {
    expect(addressesOf(url)).toEqual(all);
  });

  it.each(['localhost', 'redis://', 'redis://a:1,,b:2', 'http://h'])('is refused if it is none: %s', (url) => {
    expect(() => addressesOf(url)).toThrow('REDIS_URL is not a URL.');
  });

  it('keeps user, password and scheme at the other nodes', () => {
    expect(atPlace('rediss://u:p@h:1', 'i:2')).toBe('rediss://u:p@i:2');
    expect(atPlace('redis://h:1', '::1:2')).toBe('redis://[::1]:2');
    expect(atPlace('redis://h:1', '[::1]:2')).toBe('redis://[::1]:2');
  });
});
