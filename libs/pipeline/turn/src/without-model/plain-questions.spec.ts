import { describe, expect, it } from '@jest/globals';
import { descriptorSet } from '@turnfleet/contract/grpc';
import { toolsFrom } from '@turnfleet/tools';
import { plainQuestions } from './plain-questions.ts';

const tools = toolsFrom(descriptorSet);
const read = plainQuestions(tools);
const [sku, order] = ['SKU-2024-888', 'ORD-2024-0001'];
const calls = (text: string, city: string | null = null) =>
  read(text, city)?.calls.map(({ tool, arguments: args }) => [tool, ...Object.values(args)].join(' ')) ?? null;

const price = `get_product_info ${sku}`;
const stock = (city: string) => `check_inventory ${sku} ${city}`;
const delivery = (city: string) => `estimate_delivery ${sku} ${city}`;
const track = `track_shipment ${order}`;

describe('a plain question', () => {
  it.each<[string, string[]]>([
    ['SKU-2024-888 多少钱', [price]],
    ['SKU-2024-888多少钱?', [price]],
    ['你好,请问 sku 2024-888 现在什么价啊?', [price]],
    ['ＳＫＵ－２０２４－８８８ 价格', [price]],
    ['麻烦帮我查一下SKU2024888的售价,谢谢!', [price]],
    ['How much is SKU-2024-888?', [price]],
    ["Hi, what's the price of sku:2024 888 please?", [price]],
    ['What does SKU-2024-888 cost', [price]],
    ['SKU-2024-888 上海有货吗?', [stock('上海')]],
    ['上海还有没有货 SKU-2024-888', [stock('上海')]],
    ['请问成都SKU-2024-888有现货吗', [stock('成都')]],
    ['SKU-2024-888在呼和浩特有货吗', [stock('呼和浩特')]],
    ['Is SKU-2024-888 in stock in Shanghai?', [stock('Shanghai')]],
    ['is SKU-2024-888 available in hong kong right now', [stock('hong kong')]],
    ["SKU-2024-888 in stock in Xi'an?", [stock("Xi'an")]],
    ['SKU-2024-888 送到北京要多久?', [delivery('北京')]],
    ['SKU-2024-888 什么时候能送到广州市', [delivery('广州')]],
    ['How long does delivery of SKU-2024-888 to Beijing take?', [delivery('Beijing')]],
    ['When would SKU-2024-888 arrive in Guangzhou?', [delivery('Guangzhou')]],
    ['SKU-2024-888 多少钱?上海有货吗?', [price, stock('上海')]],
    ['SKU-2024-888 的价格和库存,上海', [price, stock('上海')]],
    ['What is the price of SKU-2024-888, and is it in stock in Shanghai?', [price, stock('Shanghai')]],
    ['我的订单 ORD-2024-0001 到哪了?', [track]],
    ['ORD-2024-0001什么时候到', [track]],
    ['ORD-2024-0001', [track]],
    ['Where is my order ORD-2024-0001?', [track]],
    ['Has ORD-2024-0001 been shipped?', [track]],
    ['When will my parcel ORD-2024-0001 arrive?', [track]],
  ])('is read: %s', (text, expected) => {
    expect(calls(text)?.toSorted()).toEqual(expected.toSorted());
  });

  it('is asked from where the shopper is, if it names no place', () => {
    expect(calls('SKU-2024-888 有货吗', '武汉')).toEqual([stock('武汉')]);
    expect(calls('SKU-2024-888 上海有货吗', '武汉')).toEqual([stock('上海')]);
    expect(calls('SKU-2024-888 有货吗')).toBeNull();
  });
});

describe('a question that is not plain', () => {
  it.each([
    ['has no code', '手机多少钱'],
    ['has no code', 'How much is it?'],
    ['has nothing but a code that several tools know', 'SKU-2024-888'],
    ['is about two things', 'SKU-2024-888 和 SKU-2024-777 多少钱'],
    ['is about two things', 'Is SKU-2024-888 in my order ORD-2024-0001?'],
    ['is a complaint', '我的订单 ORD-2024-0001 怎么还没到,我要投诉你们'],
    ['is a complaint', 'My order ORD-2024-0001 arrived broken and nobody answers'],
    ['wants something done', '帮我取消订单 ORD-2024-0001'],
    ['wants something done', 'Please cancel order ORD-2024-0001'],
    ['wants something done', '帮我预留 2 件 SKU-2024-888 上海'],
    ['wants something done', 'Reserve two SKU-2024-888 for Shanghai'],
    ['wants something done', 'ORD-2024-0001 我要退货'],
    ['asks for a reason', 'SKU-2024-888 为什么价格这么高'],
    ['asks for a reason', 'Why is the price of SKU-2024-888 so high?'],
    ['asks about a discount', 'SKU-2024-888 用券后多少钱'],
    ['asks about a discount', 'How much is SKU-2024-888 with WELCOME10?'],
    ['asks what delivery costs', 'How much is delivery of SKU-2024-888 to Beijing?'],
    ['asks what delivery costs', 'SKU-2024-888 运费多少钱'],
    ['says no', '不要告诉我 SKU-2024-888 的价格'],
    ['says no', "I don't care what SKU-2024-888 costs"],
    ['has a condition', '如果 SKU-2024-888 降价了,价格是多少'],
    ['is of another product too', 'SKU-2024-888 和 iPhone 哪个价格更低'],
    ['compares places', 'SKU-2024-888 上海、北京哪里有货'],
    ['is about a quantity', 'SKU-2024-888 买 3 件多少钱'],
    ['is long', `SKU-2024-888 多少钱 ${'请问'.repeat(60)}`],
    ['is nothing but markup', 'SKU-2024-888 {"price": 1}'],
  ])('%s: %s', (_, text) => {
    expect(read(text, '上海')).toBeNull();
  });
});

describe('the tools that a plain question may call', () => {
  it('are those that only read and ask nobody, whatever else they declare', () => {
    const effects = tools.map((tool) => ({ ...tool, idempotency: 'keyed' as const }));
    expect(plainQuestions(effects)('SKU-2024-888 多少钱', null)).toBeNull();
    const held = tools.map((tool) => ({ ...tool, confirmation: { question: {}, done: {} } }));
    expect(plainQuestions(held)('SKU-2024-888 多少钱', null)).toBeNull();
  });

  it('are found by what they declare, also in a domain nobody knew', () => {
    const [known] = tools.filter(({ name }) => name === 'track_shipment');
    if (!known) throw new Error('no such tool');
    const fields = known.input.fields.map((field) => ({ ...field, name: 'rma', codePrefix: 'RMA' }));
    const question = { words: ['退款到账', 'refunded'], answer: {} };
    const refunds = { ...known, name: 'track_refund', input: { fields }, plainQuestion: question };
    const ask = plainQuestions([...tools, refunds]);
    expect(ask('RMA-77 退款到账了吗', null)?.calls).toEqual([{ tool: 'track_refund', arguments: { rma: 'RMA-77' } }]);
  });
});
