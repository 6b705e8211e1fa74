import { describe, expect, it } from '@jest/globals';
import { toolBalancing } from './tool-balancing.ts';

const inventory = 'turnfleet.inventory.v1.InventoryService';
const pricing = 'turnfleet.pricing.v1.PricingService';

describe('TOOL_BALANCING', () => {
  it('is one way for all services, and another for those that it names', () => {
    const way = toolBalancing.parse('round_robin, inventory=least_load');
    expect([way(inventory), way(pricing)]).toEqual(['least_load', 'round_robin']);
  });

  it('goes by latency where nothing is said', () => {
    expect([toolBalancing.parse(undefined)(pricing), toolBalancing.parse('inventory=cost')(pricing)]).toEqual([
      'latency',
      'latency',
    ]);
  });

  it('refuses a way that there is not, and says which there are', () => {
    for (const wrong of ['fastest', 'inventory=', 'a=b=c', ''])
      expect(toolBalancing.safeParse(wrong).error?.issues[0]?.message).toMatch(/round_robin, random,.*region_first/);
  });
});
