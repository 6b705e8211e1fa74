import { describe, expect, it } from '@jest/globals';
import { compareCalls } from './compare-calls.ts';

const call = (name: string, args: string) => ({ id: 'c', name, arguments: args });
const stock = (sku: string, city = '上海') => call('check_inventory', JSON.stringify({ sku, city }));

describe('the calls of two models', () => {
  it('are the same in another order, and however their arguments are written', () => {
    const other = call('check_inventory', '{ "city": "上海", "sku": "A-1", }');
    expect(compareCalls([stock('B-2'), stock('A-1')], [other, stock('B-2')]).result).toBe('same');
    expect(compareCalls([], []).result).toBe('same');
  });

  it('differ in arguments, which are named without their values', () => {
    expect(compareCalls([stock('A-1')], [stock('A-1', '广州')])).toEqual({
      ...{ result: 'arguments', answered: ['check_inventory'], candidate: ['check_inventory'] },
      differing: ['check_inventory.city'],
    });
  });

  it('differ in the tools', () => {
    expect(compareCalls([stock('A-1')], []).result).toBe('others');
    expect(compareCalls([stock('A-1')], [stock('A-1'), stock('A-1')]).result).toBe('others');
  });
});
