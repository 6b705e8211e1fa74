import type { DurationUnit } from './figure.ts';

const durations: readonly (readonly [DurationUnit, RegExp])[] = [
  ['business_day', /^(?:个?工作日|(?:business|working|work) days?)$/i],
  ['second', /^(?:秒钟?|seconds?|secs?)$/i],
  ['minute', /^(?:分钟|minutes?|mins?)$/i],
  ['hour', /^(?:个?(?:小时|钟头)|h|hours?|hrs?)$/i],
  ['day', /^(?:天|日|days?)$/i],
  ['week', /^(?:周|个?星期|个?礼拜|weeks?)$/i],
  ['month', /^(?:个月|months?)$/i],
  ['year', /^(?:年|years?|yrs?)$/i],
];

/** Chinese names of units by their signs. */
const measures: Readonly<Record<string, string>> = {
  ...{
    公里: 'km',
    千米: 'km',
    米: 'm',
    厘米: 'cm',
    毫米: 'mm',
    英寸: 'in',
    寸: 'in',
    inch: 'in',
    inches: 'in',
    '"': 'in',
  },
  ...{ 公斤: 'kg', 千克: 'kg', 克: 'g', 斤: 'jin', 毫升: 'ml', 升: 'l', 毫安时: 'mah', 毫安: 'ma', 赫兹: 'hz' },
  ...{
    倍: 'times',
    瓦: 'w',
    瓦特: 'w',
    千瓦: 'kw',
    伏: 'v',
    像素: 'px',
    万像素: 'wpx',
    流明: 'lm',
    分贝: 'db',
    摄氏度: '°c',
  },
  ...{ kilometers: 'km', kilometres: 'km', kilometer: 'km', kilometre: 'km', meters: 'm', metres: 'm' },
  ...{ grams: 'g', kilograms: 'kg', kilos: 'kg', litres: 'l', liters: 'l', watts: 'w', gigabytes: 'gb' },
};

const counted =
  '件|台|部|只|双|条|张|瓶|盒|箱|包|套|本|把|支|辆|款|枚|副|座|顶|个(?=商品|产品|仓|订单|包裹|型号|颜色|优惠|券|[，。,.！]|$)|种(?=商品|产品|型号|颜色|优惠)|pieces?|pcs?|units?|items?|sets?|pairs?|copies|products?|models?|warehouses?|orders?';
const durationNames =
  '个?工作日|秒钟?|分钟|个?小时|个?钟头|天|日(?!期)|周(?![一二三四五六日天末])|个?星期(?![一二三四五六日天])|个?礼拜|个月|年(?!度|款|\\d)|(?:business|working|work)[ -]days?|seconds?|secs?|minutes?|mins?|hours?|hrs?|h|days?|weeks?|months?|years?|yrs?';
const measured = Object.keys(measures)
  .sort((a, b) => b.length - a.length)
  .join('|');

/** Regular expressions, as text. */
export const countUnit = `(?:${counted})`;
export const durationUnit = `(?:${durationNames})`;
export const measureUnit = `(?:${measured}|(?:km|cm|mm|kg|mg|ml|[GTMK]i?B|mAh|[kMG]?Hz|k?Wh?|fps|dB|lm|nm|ppi|dpi|MP|Mbps|Gbps|mm|m|g|L|V|A|K|P|°[CF]|℃|in))`;

export function durationOf(name: string): DurationUnit | null {
  return durations.find(([, pattern]) => pattern.test(name.replace('-', ' ')))?.[0] ?? null;
}

export const measureOf = (name: string): string => measures[name] ?? measures[name.toLowerCase()] ?? name.toLowerCase();
