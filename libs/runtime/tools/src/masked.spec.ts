import { describe, expect, it } from '@jest/globals';
import { descriptorSet } from '@turnfleet/contract/grpc';
import { masked } from './masked.ts';
import type { MessageShape } from './shape.ts';
import { toolsFrom } from './tools-from.ts';

const tools = toolsFrom(descriptorSet);
const outputOf = (name: string): MessageShape => tools.find((tool) => tool.name === name)?.output ?? { fields: [] };

describe('masked', () => {
  it('hides what the proto says is personal', () => {
    expect(masked(outputOf('track_shipment'), { order_id: 'ORD-1', tracking_number: 'SF123456789' })).toEqual({
      order_id: 'ORD-1',
      tracking_number: '****6789',
    });
    expect(masked(outputOf('track_shipment'), { tracking_number: '123' })).toEqual({ tracking_number: '****' });
  });
});
