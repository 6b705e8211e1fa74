import { describe, expect, it } from '@jest/globals';
import { descriptorSet } from '@turnfleet/contract/grpc';
import { readArguments } from './read-arguments.ts';
import type { FieldShape, FieldType, MessageShape } from './shape.ts';
import { toolsFrom } from './tools-from.ts';

const tools = toolsFrom(descriptorSet);
const inputOf = (name: string): MessageShape => tools.find((tool) => tool.name === name)?.input ?? { fields: [] };
const discount = inputOf('calculate_discount');
const search = inputOf('search_products');

describe('readArguments', () => {
  it('translates money and enum words into proto3 JSON', () => {
    expect(readArguments(discount, { user_level: 'gold', original_price: 4999.5, coupon_code: ' WELCOME10 ' })).toEqual(
      {
        ok: true,
        value: {
          original_price: { currency_code: 'CNY', units: '4999', nanos: 500_000_000 },
          user_level: 'USER_LEVEL_GOLD',
          coupon_code: 'WELCOME10',
        },
      },
    );
  });

  it('makes equal arguments equal text, whatever their order and spelling', () => {
    const a = readArguments(discount, { original_price: 100, user_level: 'GOLD', coupon_code: null });
    const b = readArguments(discount, { coupon_code: '', user_level: 'USER_LEVEL_GOLD', original_price: '100.0' });
    expect(JSON.stringify(a)).toBe(JSON.stringify(b));
  });

  it('takes a price as tools return it', () => {
    const read = readArguments(discount, { original_price: { amount: '4999.00', currency: 'CNY' } });
    expect(read).toMatchObject({ value: { original_price: { units: '4999', nanos: 0 } } });
  });

  it('names every fault so that a model can correct it', () => {
    expect(readArguments(discount, { user_level: 'platinum', coupon_code: 7, price: 1 })).toEqual({
      ok: false,
      violations: [
        { field: 'price', description: 'is not a parameter; there are original_price, user_level, coupon_code' },
        { field: 'original_price', description: 'is required and must not be blank' },
        { field: 'user_level', description: 'must be one of regular, silver, gold' },
        { field: 'coupon_code', description: 'must be a string' },
      ],
    });
  });

  it.each([
    [{ page_size: 101 }, 'must be at most 100'],
    [{ page_size: 1.5 }, 'must be a whole number'],
    [{ page_size: '0x10' }, 'must be a whole number'],
    [{ page_size: '1,0' }, 'must be a whole number'],
    [{ max_price: -1 }, 'must be at least 0'],
    [{ max_price: 'cheap' }, 'must be an amount of money such as 4999 or 19.90'],
    [{ max_price: 1e21 }, 'must be an amount of money such as 4999 or 19.90'],
    [{ query: '机'.repeat(201) }, 'must have at most 200 characters'],
    [{ query: ['a'] }, 'must be a string'],
  ])('refuses %j', (args, description) => {
    expect(readArguments(search, args)).toEqual({
      ok: false,
      violations: [{ field: Object.keys(args)[0], description }],
    });
  });

  it('counts characters in code points', () => {
    expect(readArguments(search, { query: '📱'.repeat(200) }).ok).toBe(true);
  });

  it('is not fooled by names every object has', () => {
    expect(
      readArguments(
        search,
        JSON.parse('{"__proto__":{"query":"x"},"constructor":1}') as object as Record<string, unknown>,
      ).ok,
    ).toBe(false);
    expect(readArguments(inputOf('check_inventory'), {}).ok).toBe(false);
  });

  it('reads lists, maps, nested messages, times and the other scalars', () => {
    const field = (name: string, type: FieldType, repeated = false): FieldShape => ({
      name,
      type,
      repeated,
      description: '',
      required: false,
      maxLength: undefined,
      minimum: undefined,
      maximum: undefined,
      mask: 'none',
      codePrefix: null,
      place: false,
    });
    const shape: MessageShape = {
      fields: [
        field('tags', { kind: 'string' }, true),
        field('counts', { kind: 'map', value: { kind: 'integer' } }),
        field('inner', { kind: 'message', shape: { fields: [field('when', { kind: 'timestamp' })] } }),
        field('lasts', { kind: 'duration' }),
        field('sure', { kind: 'bool' }),
        field('rate', { kind: 'number' }),
        field('blob', { kind: 'bytes' }),
      ],
    };
    const good = {
      tags: ['a', 'b'],
      counts: { a: '3' },
      inner: { when: '2026-01-31T08:00:00Z' },
      lasts: '90s',
      sure: 'true',
      rate: '0.5',
      blob: 'aGk=',
    };
    expect(readArguments(shape, good)).toEqual({
      ok: true,
      value: { ...good, counts: { a: 3 }, sure: true, rate: 0.5 },
    });
    const bad = {
      tags: 'a',
      counts: [],
      inner: { when: 'tomorrow' },
      lasts: 90,
      sure: 'maybe',
      rate: 'NaN',
      blob: '!',
    };
    const read = readArguments(shape, bad);
    expect(read.ok ? [] : read.violations.map(({ field: at }) => at)).toEqual([
      'tags',
      'counts',
      'inner.when',
      'lasts',
      'sure',
      'rate',
      'blob',
    ]);
  });
});
