import { describe, expect, it } from '@jest/globals';
import { maskedName } from './customer-service.ts';

describe('a masked name', () => {
  it.each([
    ['陈晓雯', '陈**'],
    ['Emma Carter', 'E*** C*****'],
    ['  Emma   Carter ', 'E*** C*****'],
    ['𠮷田', '𠮷*'],
    ['', ''],
  ])('of %j is %j', (name, masked) => expect(maskedName(name)).toBe(masked));
});
