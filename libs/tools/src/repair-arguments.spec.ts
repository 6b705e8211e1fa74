import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { repairArguments } from './repair-arguments.ts';

describe('repairArguments', () => {
  it.each([
    ['{"sku":"A"}', { sku: 'A' }],
    ['', {}],
    ['  ', {}],
    ['```json\n{"sku":"A"}\n```', { sku: 'A' }],
    ['Sure! {"sku":"A {x} \\" }"} hope that helps {"sku":"B"}', { sku: 'A {x} " }' }],
    ['"{\\"sku\\":\\"A\\"}"', { sku: 'A' }],
    ["{sku: 'A',}", { sku: 'A' }],
    ['{"sku":"A", "city":"上海"', { sku: 'A', city: '上海' }],
    ['```json\n{"sku":"A",}\n```\nDone.', { sku: 'A' }],
    ['[{"sku":"A"}]', { sku: 'A' }],
  ])('reads %j', (text, value) => {
    expect(repairArguments(text)).toEqual(value);
  });

  it.each(['null', '7', 'SKU-1', '"x"', '[1]', 'x'.repeat(40_000), `{"a":"${'x'.repeat(40_000)}"}`])(
    'finds no object in %.20s',
    (text) => {
      expect(repairArguments(text)).toBeUndefined();
    },
  );

  it('never throws, and leaves valid JSON as it is', () => {
    fc.assert(fc.property(fc.string(), (text) => void repairArguments(text)));
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const json = JSON.stringify(value);
        expect(repairArguments(json)).toEqual(JSON.parse(json));
      }),
    );
  });
});
