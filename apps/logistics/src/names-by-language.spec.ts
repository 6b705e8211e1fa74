import { describe, expect, it } from '@jest/globals';
import { parted } from './names-by-language.ts';

describe('a name in both languages at once', () => {
  it.each([
    ['长风物流 Changfeng Logistics', { zh: '长风物流', en: 'Changfeng Logistics' }],
    ['上海 Shanghai', { zh: '上海', en: 'Shanghai' }],
    ['UPS', { zh: 'UPS', en: 'UPS' }],
    ['顺丰', { zh: '顺丰', en: '顺丰' }],
    ['', { zh: '', en: '' }],
  ])('%j is parted, and one that is in one language stays whole', (both, names) => {
    expect(parted(both)).toEqual(names);
  });
});
