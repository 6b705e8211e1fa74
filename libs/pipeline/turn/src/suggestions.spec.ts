import { describe, expect, it } from '@jest/globals';
import { TurnfleetError } from '@turnfleet/core';
import { allTools, createWorker, createWorld } from '@turnfleet/pipeline-testing';
import { suggester } from './suggestions.ts';

const suggest = suggester(allTools);

describe('suggestions', () => {
  it('go on with the product the turn was about, in the language of the shopper', () => {
    expect(suggest(['get_product_info'], 'zh-CN')).toEqual(['有现货吗？', '什么时候能送到？', '用优惠券能便宜多少？']);
    expect(suggest(['check_inventory'], 'en')).toEqual(['When would it arrive?', 'How much is it?']);
  });

  it('of a discount, ask about the product if one was looked up for it', () => {
    expect(suggest(['get_product_info', 'calculate_discount'], 'en')).toEqual([
      'Is it in stock?',
      'When would it arrive?',
    ]);
    expect(suggest(['calculate_discount'], 'en')).toEqual([]);
  });

  it('have none of a product after one of an order', () => {
    expect(suggest(['track_shipment'], 'en')).toEqual(['Can my order still be cancelled?']);
  });

  it('leave not open which product of a list is meant', () => {
    expect(suggest(['search_products'], 'en')).toEqual([]);
  });

  it('offers after a turn that asked no tool: a complaint, thanks', () => {
    expect(suggest([], 'en')).toEqual([]);
  });

  it('ask nothing more about what is not there', async () => {
    const world = createWorld();
    const call = { id: 'call_1', name: 'check_inventory', arguments: '{"sku":"SKU-0","city":"Shanghai"}' };
    const worker = createWorker(world, 'A', {
      model: [{ calls: [call] }, { text: 'There is no SKU-0.' }],
      tools: {
        check_inventory: () => {
          throw new TurnfleetError('not_found', 'There is no product with the SKU SKU-0.');
        },
      },
      suggest,
    });

    await worker.run(await world.submit());

    expect(worker.ended).toMatchObject([{ text: 'There is no SKU-0.', suggestions: [] }]);
  });

  it('are none when every tool was called', () => {
    const names = allTools.map(({ name }) => name);
    expect(suggest(names, 'en')).toEqual([]);
  });
});
