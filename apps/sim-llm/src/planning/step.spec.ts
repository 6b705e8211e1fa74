import { describe, expect, it } from '@jest/globals';
import type { ModelTool } from '@turnfleet/model';
import type { Need } from '../understanding/need.ts';
import { stepFor } from './step.ts';
import type { DoneCall } from './turn.ts';

const need: Need = { kind: 'reserve', product: { kind: 'sku', sku: 'SKU-2024-888' }, city: '上海', quantity: 2 };
const text = { type: 'string' };
const tool = (name: string, properties: object): ModelTool => ({
  name,
  description: '',
  parameters: { type: 'object', properties },
});
const reserves = tool('reserve_stock', { sku: text, city: text, quantity: { type: 'integer' } });
const begins = (...flows: string[]): ModelTool => tool('begin_flow', { flow: { type: 'string', enum: flows } });

const step = (tools: readonly ModelTool[], done: readonly DoneCall[] = []) =>
  stepFor(need, { shopperIsKnown: true, turn: { question: '', earlier: [], done }, tools });

describe('a reservation that the simulator finds to be wanted', () => {
  it('is begun as a flow where one has the effect', () => {
    expect(step([begins('cancel_order', 'reserve_stock')])).toMatchObject({
      kind: 'call',
      tool: { name: 'begin_flow' },
      args: { flow: 'reserve_stock' },
    });
  });

  it('is called where its tool is offered, or no such flow is', () => {
    expect(step([reserves, begins('reserve_stock')])).toMatchObject({ kind: 'call', tool: { name: 'reserve_stock' } });
    expect(step([begins('cancel_order')])).toEqual({ kind: 'cannot', tool: 'reserve_stock' });
  });

  it('is not begun again where that was refused', () => {
    const outcome = { kind: 'failed', errorKind: 'not_found', message: '', what: '' } as const;
    const refused: DoneCall = { name: 'begin_flow', args: { flow: 'reserve_stock' }, outcome };
    expect(step([begins('reserve_stock')], [refused])).toEqual({ kind: 'cannot', tool: 'reserve_stock' });
  });
});
