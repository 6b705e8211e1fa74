import { describe, expect, it } from '@jest/globals';
import { addressIn } from './address.ts';
import { bestNamed } from './best-named.ts';
import { codeEndIn } from './code-end.ts';
import { mended } from './mended.ts';
import { oneOf } from './one-of.ts';
import { placeIn } from './places.ts';
import { productIn } from './product-in.ts';
import { quantityIn } from './quantity.ts';
import { timeRangeIn } from './time-range.ts';
import { yesOrNo } from './yes-or-no.ts';

describe('what a text says of a quantity', () => {
  it.each([
    ['帮我预留两件 SKU-2024-888', 2],
    ['两件，不是三件', 2],
    ['不是三件，是两件', 2],
    ['hold a dozen SKU-2024-888', 12],
    ['make it three', 3],
    ['1.5 件', 1.5],
    ['-2 件', -2],
    ['SKU-2024-888 多少钱', null],
    ['另一个', null],
    ['i want to return order 0062', null],
    ['用了两个月就坏了', null],
    ['打了三个电话', null],
    ['家里已经有两台了', null],
    ['收到的两块手表，想换一块', 1],
    ['退两块钱', null],
    ['第二个', null],
  ])('%s: %s', (text, value) => {
    expect(quantityIn(text, false)).toBe(value);
  });

  it('is any figure where it was asked', () => {
    expect([quantityIn('3', true), quantityIn('三', true), quantityIn('two, not three', true)]).toEqual([3, 3, 2]);
    expect(quantityIn('等一下', true)).toBeNull();
  });
});

describe('what a text says of a place', () => {
  it.each([
    ['送到上海', '上海'],
    ['不是北京，是天津', '天津'],
    ['上海市南京西路100号', '上海'],
    ['ship it to Hangzhou', 'Hangzhou'],
    ['100 Nanjing West Road', null],
    ['随便', null],
  ])('%s: %s', (text, city) => {
    expect(placeIn(text, false)).toBe(city);
  });

  it('is a name that nobody knows where it was asked, and no other answer', () => {
    expect([placeIn('绵阳', true), placeIn('Springfield', true)]).toEqual(['绵阳', 'Springfield']);
    expect([placeIn('不改了', true), placeIn('hmm hmm', true)]).toEqual([null, null]);
  });
});

describe('what a text says of an address', () => {
  it.each([
    ['地址改到上海市南京西路100号5楼', '南京西路100号5楼'],
    ['Sorry, I meant 7 Garden Street', '7 Garden Street'],
    ['it should go to number twelve Jianghan Road in Wuhan', 'twelve Jianghan Road'],
    ['上海市南京西路100号5楼', '南京西路100号5楼'],
    ['南京西路100号5楼', '南京西路100号5楼'],
    ['随便吧', null],
  ])('%s: %s', (text, address) => {
    expect(addressIn(text, false)).toBe(address);
  });
});

describe('what a text says of when', () => {
  // Wednesday, 10 in the morning in Shanghai.
  const now = Date.parse('2026-03-04T02:00:00Z');
  const range = (text: string) => {
    const found = timeRangeIn(text, now, 'Asia/Shanghai');
    return found && [found.from, found.to].map((at) => new Date(at).toISOString().slice(0, 16));
  };
  it.each([
    ['昨天下午三点下的单', ['2026-03-03T06:30', '2026-03-03T07:30']],
    ['昨天三点', ['2026-03-03T06:30', '2026-03-03T07:30']],
    ['ordered yesterday at three', ['2026-03-03T06:30', '2026-03-03T07:30']],
    ['yesterday at 9 am', ['2026-03-03T00:30', '2026-03-03T01:30']],
    ['前天买的', ['2026-03-01T16:00', '2026-03-02T16:00']],
    ['last Friday', ['2026-02-26T16:00', '2026-02-27T16:00']],
    ['上周五', ['2026-02-26T16:00', '2026-02-27T16:00']],
    ['昨天买的，今天还没收到', ['2026-03-02T16:00', '2026-03-03T16:00']],
    ['昨天那单到哪了', ['2026-03-02T16:00', '2026-03-03T16:00']],
    ['上上周到的那个手机', null],
    ['前天收到的', null],
    ['it was supposed to be here today', null],
    ['the laptop that arrived last week', null],
    ['两天前', ['2026-03-01T16:00', '2026-03-02T16:00']],
    ['三点', null],
    ['我的订单', null],
  ])('%s', (text, expected) => {
    expect(range(text)).toEqual(expected);
  });
});

describe('what a text calls a product', () => {
  it.each([
    ['昨天买的那个手机', '手机'],
    ['the running shoes I ordered', 'running shoes'],
    ['不是手机，是耳机', '耳机'],
    ["don't cancel the X1, cancel the N7", 'N7'],
    ['别取消手机，取消耳机', '耳机'],
    ['别退手机，我就问问到哪了', '手机'],
    ['65W快充头', '充电器'],
    ['SKU-2024-888', null],
  ])('%s: %s', (text, product) => {
    expect(productIn(text)).toBe(product);
  });
});

describe('which of a list a text means', () => {
  const shown = [
    { value: 'ORD-2024-0012', label: 'ORD-2024-0012：智能手机 X1，¥3,999' },
    { value: 'ORD-2024-0013', label: 'ORD-2024-0013：降噪耳机，¥899' },
  ];
  it.each([
    ['第二个', 1],
    ['the first one', 0],
    ['0013 那个', 1],
    ['耳机那单', 1],
    ['the 3,999 one', 0],
    ['最后那个', 1],
    ['第三个', null],
    ['都可以', null],
  ])('%s: %s', (text, at) => {
    expect(oneOf(shown, text)).toBe(at === null ? null : shown[at]?.value);
  });
});

describe('whether a text says yes or no', () => {
  it.each([
    ['要', 'yes'],
    ['没问题', 'yes'],
    ['please', 'yes'],
    ['不用了', 'no'],
    ['no thanks', 'no'],
    ['成', 'yes'],
    ['行，就这样', 'yes'],
    ['可以吗？', null],
    ['多少钱', null],
    ['成都的那个', null],
    ['行李箱那单', null],
    ['中号的', null],
  ])('%s: %s', (text, answer) => {
    expect(yesOrNo(text)).toBe(answer);
  });
});

describe('a part of the day', () => {
  it('is of the day that it stands by', () => {
    const now = Date.parse('2026-03-04T10:00:00+08:00');
    const day = timeRangeIn('昨天买的', now, 'Asia/Shanghai');
    expect(timeRangeIn('昨天买的，结果他今天早上说不要', now, 'Asia/Shanghai')).toEqual(day);
  });
});

describe('the end of a code that a text names', () => {
  it.each([
    ['0051那单', 51],
    ['order number 61, please', 61],
    ['cancel order sixty-four', 64],
    ['订单号零零四一的发了没', 41],
    ['尾号51', 51],
    ['cancel 65', 65],
    ["don't cancel 0063, cancel 0064", 64],
    ['not 0063 but 0064', 64],
    ['我要退2台', null],
    ['12月1日的订单', null],
    ['世纪大道100号', null],
    ['订单 ORD-2024-0012', null],
  ])('%s: %s', (text, end) => {
    expect(codeEndIn('ORD', text)).toBe(end);
  });
});

describe('things that a text names', () => {
  const orders = [
    '极光 机械键盘 K98 白色',
    '极光 机械键盘 K87 黑色',
    'Qinghe Run Headphones Blue',
    '星澜 X1 手机 256 GB',
  ];
  it('tells models of a name apart', () => {
    const watches = ['海岳 Trek 智能手表', '海岳 Trek 2 智能手表'];
    const name = (one: string): string => one;
    expect(bestNamed(watches, name, '海岳Trek那个')).toEqual([watches[0]]);
    expect(bestNamed(watches, name, 'the Trek 2')).toEqual([watches[1]]);
  });

  it('knows a colour by its last character', () => {
    const watches = ['海岳 Trek 智能手表 星空黑', '海岳 Trek 智能手表 月光银'];
    expect(bestNamed(watches, (one) => one, '黑色的手表')).toEqual([watches[0]]);
    expect(bestNamed(watches, (one) => one, '银的那块')).toEqual([watches[1]]);
  });

  it.each([
    ['白色键盘', ['极光 机械键盘 K98 白色']],
    ['键盘', orders.slice(0, 2)],
    ['星澜X1那单', ['星澜 X1 手机 256 GB']],
    ['the qinghe headphone', ['Qinghe Run Headphones Blue']],
    ['不是键盘，是手机', ['星澜 X1 手机 256 GB']],
    ['别退手机，退耳机', null],
    ['把它取消', null],
  ])('%s: %j', (text, named) => {
    expect(bestNamed(orders, (name) => name, text)).toEqual(named);
  });
});

describe('what is known with a piece of it put right', () => {
  it.each([
    ['建国路88号', '不是88号，是98号', '建国路98号'],
    ["5 Chang'an Street", 'sorry, number 15 not 5', "15 Chang'an Street"],
    ['12 Nanshan Road', "not 12, it's 21", '21 Nanshan Road'],
    ['5 Garden Road', '5 should be 15', '15 Garden Road'],
    ['天府大道1号', '应该是10号，不是1号', '天府大道10号'],
    ['世纪大道100号', '100号改成110号', '世纪大道110号'],
    ['李蕾', '不是李蕾，是李雷', '李雷'],
    ['珞喻路1037号', '等下，门牌错了 是1039', '珞喻路1039号'],
    ["5 Chang'an Street", 'sorry, number 15', "15 Chang'an Street"],
    ['文三路90号2栋', '错了，3栋', '文三路90号3栋'],
    ['文三路90号2栋', '错了，是3', null],
    ['珞喻路1037号', '错了，是0055', null],
    ['珞喻路1037号', '错了，是解放路12号', null],
    ['12 Nanshan Road', 'yes, that is right', null],
    ['3 Garden Road', 'not really, cancel it', null],
  ])('%s, %s: %s', (known, text, whole) => {
    expect(mended(known, text)).toBe(whole);
  });
});
