import { describe, expect, it } from '@jest/globals';
import { descriptorSet } from '@turnfleet/contract/grpc';
import { type ServiceVersion, ToolOffer } from './tool-offer.ts';
import { deriveTools } from './tools-from.ts';

const inventory = 'turnfleet.inventory.v1.InventoryService';
const pricing = 'turnfleet.pricing.v1.PricingService';

const version = (service: string, name: string, weight = 100): ServiceVersion => ({
  ...{ service, version: name, weight },
  tools: deriveTools(descriptorSet, name, [service]).tools,
});
const conversations = Array.from({ length: 2_000 }, (_, i) => `c-${i}`);

describe('the tools that are offered', () => {
  it('are one array for all, so that they are serialised once', () => {
    const offer = new ToolOffer([version(inventory, '1'), version(pricing, '1')]);
    expect(offer.of('a').map(({ name }) => name)).toEqual(['check_inventory', 'reserve_stock', 'calculate_discount']);
    expect(offer.of('a')).toBe(offer.of('b'));
  });

  it('are of one version of a service in each conversation, by weight, the others aside', () => {
    const offer = new ToolOffer([version(inventory, '1', 300), version(inventory, '2', 100), version(pricing, '1')]);
    const versions = conversations.map((id) => {
      const ofInventory = offer.of(id).filter(({ service }) => service === inventory);
      expect(ofInventory).toHaveLength(2);
      expect(new Set(ofInventory.map((tool) => tool.version)).size).toBe(1);
      expect(offer.of(id).map(({ name }) => name)).toContain('calculate_discount');
      return ofInventory[0]?.version;
    });
    const share = versions.filter((one) => one === '2').length / versions.length;
    expect(share).toBeCloseTo(0.25, 1);
  });

  it('stay the same in a conversation', () => {
    const versions = [version(inventory, '1'), version(inventory, '2')];
    const [one, other] = [new ToolOffer(versions), new ToolOffer(versions)];
    for (const id of conversations) expect(one.of(id)).toEqual(other.of(id));
  });

  it('leave a name to the service that had it first', () => {
    const thief = { ...version(inventory, '1'), service: 'evil.v1.Evil' };
    const stolen = { ...thief, tools: thief.tools.map((tool) => ({ ...tool, service: 'evil.v1.Evil' })) };
    const offer = new ToolOffer([version(inventory, '1'), stolen]);
    expect(offer.of('a').map(({ service }) => service)).toEqual([inventory, inventory]);
    expect(offer.taken.map(({ tool, by }) => [tool.name, tool.service, by])).toEqual([
      ['check_inventory', 'evil.v1.Evil', inventory],
      ['reserve_stock', 'evil.v1.Evil', inventory],
    ]);
  });
});
