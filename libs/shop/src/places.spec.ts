import { describe, expect, it } from '@jest/globals';
import { cityKey, cityName, demoCities, demoWarehouses } from './places.ts';

describe('cityKey', () => {
  it.each([
    ['上海', '上海市'],
    ['Shanghai', ' shanghai '],
    ['Shanghai', 'SHANGHAI CITY'],
    ['Guangzhou', 'Guang zhou'],
    ['Shanghai', 'Shanghai'],
  ])('finds %s under %j', (name, typed) => {
    expect(cityKey(typed)).toBe(cityKey(name));
  });
});

describe('cityName', () => {
  it('answers in the script of the question', () => {
    const city = { zh: '上海', en: 'Shanghai' };
    expect(cityName(city, '上海市')).toBe('上海');
    expect(cityName(city, 'shanghai')).toBe('Shanghai');
  });
});

describe('the demo shop', () => {
  it('has six cities in both spellings and eight warehouses in them', () => {
    expect(demoCities.map(({ zh }) => zh)).toEqual(['上海', '北京', '广州', '深圳', '成都', '武汉']);
    expect(demoCities.map(({ en }) => en)).toEqual([
      'Shanghai',
      'Beijing',
      'Guangzhou',
      'Shenzhen',
      'Chengdu',
      'Wuhan',
    ]);
    expect(demoWarehouses).toHaveLength(8);
    const cities = new Set(demoCities.map(({ id }) => id));
    expect(demoWarehouses.filter(({ cityId }) => !cities.has(cityId))).toEqual([]);
  });
});
