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
    ['{"sku":"A"}{"sku":"A"}', { sku: 'A' }],
    ['{}{"sku":"A"}', { sku: 'A' }],
    ['{"note":"a\nb"}', { note: 'a\nb' }],
    ['{"note":"a,}","sku":"A",}', { note: 'a,}', sku: 'A' }],
    ['{"skus":["A","B",],}', { skus: ['A', 'B'] }],
    ["{'sku': 'A'}", { sku: 'A' }],
    ['{"sure":true', { sure: true }],
    ['{"sku":"A\\u0000","city":"\\ud83c"}', { sku: 'A', city: '\uFFFD' }],
  ])('reads %j', (text, value) => {
    expect(repairArguments(text)).toEqual(value);
  });

  it.each(['null', '7', 'SKU-1', '"x"', '[1]', 'x'.repeat(40_000), `{"a":"${'x'.repeat(40_000)}"}`])(
    'finds no object in %.20s',
    (text) => {
      expect(repairArguments(text)).toBeUndefined();
    },
  );

  it.each([
    '{"sku":"SKU-2024-888","city":"上',
    "{'sku':'SKU-2024",
    '{"sku":"A","city":"',
    '{"sku":"A","amount": 10',
    '{"sku":"A","city":',
    '{"sku":"A",',
    '{"sku":"A","ci',
    '{"sku":"A"}{"sku":"B"}',
  ])('makes nothing of %s, which was cut or means two things', (text) => {
    expect(repairArguments(text)).toBeUndefined();
  });

  it('takes time in proportion to the text, whatever is in it', () => {
    for (const one of ['{', '"', '\\', '```', ',}', '{}', '{} ', '{"a":', "'"])
      repairArguments(one.repeat(32_768 / one.length - 1));
  });

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
