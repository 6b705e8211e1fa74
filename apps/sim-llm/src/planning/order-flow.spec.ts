import { describe, expect, it } from '@jest/globals';
import type { ModelTool } from '@turnfleet/model';
import { orderFlow } from './order-flow.ts';

const begins: ModelTool = {
  name: 'begin_flow',
  description: '',
  parameters: {
    type: 'object',
    properties: { flow: { type: 'string', enum: ['cancel_order', 'return_exchange', 'change_address'] } },
  },
};
const wanted = (question: string, tools: readonly ModelTool[] = [begins]) =>
  orderFlow({ shopperIsKnown: true, turn: { question, earlier: [], done: [] }, tools });

describe('what a shopper wants done to an order', () => {
  it.each([
    ['取消我的订单', 'cancel_order'],
    ['Please cancel my order', 'cancel_order'],
    ['这个手机我要退货', 'return_exchange'],
    ['I want a refund for the headphones', 'return_exchange'],
    ['收货地址写错了', 'change_address'],
    ['change my delivery address', 'change_address'],
  ])('is begun as a flow: %s', (question, flow) => {
    expect(wanted(question)).toEqual({ kind: 'call', tool: begins, args: { flow } });
  });

  it.each([
    '可以退货吗',
    '怎么退货',
    'What is your return policy',
    '保修多久',
    '我要人工',
    '你们的服务太差了',
    '有货吗',
  ])('is not heard in a question, or in what is for people: %s', (question) => {
    expect(wanted(question)).toBeNull();
  });

  it('is left to people where no flow is offered', () => {
    expect(wanted('取消我的订单', [])).toBeNull();
  });
});
