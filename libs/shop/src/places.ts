import type { Coordinates } from './great-circle.ts';

export interface City extends Coordinates {
  readonly id: string;
  readonly zh: string;
  readonly en: string;
}

interface Warehouse extends Coordinates {
  readonly id: string;
  readonly cityId: string;
}

/** The cities the demo shop delivers to. */
export const demoCities: readonly City[] = [
  { id: 'shanghai', zh: '上海', en: 'Shanghai', latitude: 31.2304, longitude: 121.4737 },
  { id: 'beijing', zh: '北京', en: 'Beijing', latitude: 39.9042, longitude: 116.4074 },
  { id: 'guangzhou', zh: '广州', en: 'Guangzhou', latitude: 23.1291, longitude: 113.2644 },
  { id: 'shenzhen', zh: '深圳', en: 'Shenzhen', latitude: 22.5431, longitude: 114.0579 },
  { id: 'chengdu', zh: '成都', en: 'Chengdu', latitude: 30.5728, longitude: 104.0668 },
  { id: 'wuhan', zh: '武汉', en: 'Wuhan', latitude: 30.5928, longitude: 114.3055 },
];

/** Eight warehouses: two at each of the two largest markets, one in every other city. */
export const demoWarehouses: readonly Warehouse[] = [
  { id: 'WH-SHA-1', cityId: 'shanghai', latitude: 31.1443, longitude: 121.8083 },
  { id: 'WH-SHA-2', cityId: 'shanghai', latitude: 31.3747, longitude: 121.2655 },
  { id: 'WH-BJS-1', cityId: 'beijing', latitude: 39.7284, longitude: 116.3416 },
  { id: 'WH-BJS-2', cityId: 'beijing', latitude: 40.1302, longitude: 116.6544 },
  { id: 'WH-CAN-1', cityId: 'guangzhou', latitude: 23.3924, longitude: 113.2988 },
  { id: 'WH-SZX-1', cityId: 'shenzhen', latitude: 22.6913, longitude: 113.9354 },
  { id: 'WH-CTU-1', cityId: 'chengdu', latitude: 30.5785, longitude: 103.9471 },
  { id: 'WH-WUH-1', cityId: 'wuhan', latitude: 30.7838, longitude: 114.2081 },
];

/** How a city is looked up: without case, spaces, apostrophes and the ending 市 or "city". */
export function cityKey(name: string): string {
  const plain = name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s'’.-]/g, '');
  return plain.replace(/(市|city)$/, '') || plain;
}

const han = /\p{Script=Han}/u;

/** A city's name in the script in which it was asked for. */
export function cityName(city: Pick<City, 'zh' | 'en'>, asked: string): string {
  return han.test(asked) ? city.zh : city.en;
}
