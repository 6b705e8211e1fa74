import { describe, expect, it } from '@jest/globals';
import { dayOf, unit } from '@turnfleet/reading';
import type { Stated } from './figure.ts';
import { readFigures } from './read-figures.ts';

const today = dayOf({ year: 2026, month: 12, day: 1 });
const december = (day: number): string => `date ${dayOf({ year: 2026, month: 12, day }) - today}`;

/** What is read, in words; days count from today. */
function said(stated: Stated): string {
  switch (stated.kind) {
    case 'money':
      return `${Number(stated.value) / Number(unit)} ${stated.currency}`;
    case 'measure':
    case 'duration':
      return `${Number(stated.value) / Number(unit)} ${stated.unit}`;
    case 'percent':
      return `${Number(stated.value) / Number(unit)} %`;
    case 'count':
    case 'number':
      return `${Number(stated.value) / Number(unit)}`;
    case 'date':
      return `date ${stated.day - today}`;
    case 'monthDay':
      return `day ${stated.value}`;
    case 'weekday':
      return `weekday ${stated.weekday}`;
    case 'time':
      return `time ${stated.minutes.map((minute) => minute / 60).join(' or ')}`;
    case 'dayPart':
      return `part ${stated.from / 60}`;
    case 'status':
      return stated.status;
    case 'code':
      return stated.code;
  }
}
const read = (sentence: string): string[] => readFigures(sentence, today).map(({ stated }) => said(stated));

describe('readFigures', () => {
  it.each([
    ['¥6,299.10', ['6299.1 CNY']],
    ['6299元，６２９９元', ['6299 CNY', '6299 CNY']],
    ['一千二百元，一千二百块，1.2万元', ['1200 CNY', '1200 CNY', '12000 CNY']],
    ['三块五，六百九十九块九', ['3.5 CNY', '699.9 CNY']],
    ['two hundred yuan, USD 12, $3k', ['200 CNY', '12 USD', '3000 USD']],
    ['¥100-200', ['100 CNY', '200 CNY']],
    ['包邮', ['0 CNY']],
  ])('reads money: %s', (sentence, figures) => {
    expect(read(sentence)).toEqual(figures);
  });

  it.each([
    ['八折', ['20 %']],
    ['20% off', ['20 %']],
    ['85折，八五折，8.5折', ['15 %', '15 %', '15 %']],
    ['便宜两成，百分之十，半价', ['20 %', '10 %', '50 %']],
  ])('reads discounts by what is taken off: %s', (sentence, figures) => {
    expect(read(sentence)).toEqual(figures);
  });

  it.each([
    ['两件', ['2']],
    ['还剩一件', ['1']],
    ['共九十二件，92件', ['92', '92']],
    ['twelve pieces left, ninety-two units, a dozen pieces', ['12', '92', '12']],
    ['2到3件', ['2', '3']],
    ['5500毫安时，5500 mAh，165公里', ['5500 mah', '5500 mah', '165 km']],
  ])('reads quantities and measures: %s', (sentence, figures) => {
    expect(read(sentence)).toEqual(figures);
  });

  it.each([
    ['明天下午送到', [december(2), 'part 12']],
    ['12月2日（周三）上午9点到下午6点之间', [december(2), 'time 9', 'time 18']],
    ['十二月二号', [december(2)]],
    ['Dec 2, December 2nd, 2 Dec 2026, 2026-12-02, 12/2', Array<string>(5).fill(december(2))],
    ['on Wed, Dec 2, between 9 am and 6:30 pm', [december(2), 'time 9', 'time 18.5']],
    ['下周三晚上八点半', ['weekday 3', 'time 20.5']],
    ['6点前送达', ['time 6 or 18']],
    ['两天内，3-5个工作日，in 2 to 3 days', ['2 day', '3 business_day', '5 business_day', '2 day', '3 day']],
    ['15分钟，半小时，half an hour', ['15 minute', '0.5 hour', '0.5 hour']],
    ['battery: 30 h，续航30小时', ['30 hour', '30 hour']],
  ])('reads dates, times and durations: %s', (sentence, figures) => {
    expect(read(sentence)).toEqual(figures);
  });

  it.each([
    ['有货', ['in_stock']],
    ['目前没有现货', ['out_of_stock']],
    ['订单已签收', ['delivered']],
    ['包裹延迟了，配送已延迟，预计会延误', ['delayed', 'delayed', 'delayed']],
    ['It is on its way', ['in_transit']],
    ['Your order has been cancelled', ['cancelled']],
    ['运单号：SF1234567890', ['SF1234567890']],
    ['reservation number R-7K2M9Q4X', ['R-7K2M9Q4X']],
  ])('reads statuses, numbers of parcels and reservations: %s', (sentence, figures) => {
    expect(read(sentence)).toEqual(figures);
  });

  it.each([
    ...['SKU-2024-888 和 ORD-2024-0001', 'iPhone15、X1 Ultra、RTX4090、WELCOME10', '5G 网络，24/7'],
    ...['请稍等一下，一起看看这一款', '十分抱歉，千万别急，万一不行再说', '第一步，第2款', '1. 打开订单页'],
    ...['One moment, please. Which one do you mean?', 'Step 2 of the order page', 'Let me know at any time.'],
    ...['有货吗？', '如果有货，请告诉我', '无法确认是否有货', 'I cannot say whether it is in stock.'],
    ...['头戴式电竞耳机，低延迟环绕声', '无线连接零延迟', '一键延迟关机'],
    ...['下午好，明天见', '您可以明天再试', '两种方式都可以', 'https://shop.example/p/123456?x=99'],
  ])('finds none in %s', (sentence) => {
    expect(read(sentence)).toEqual([]);
  });
});
