import type { SpanNode } from '@turnfleet/telemetry/sdk';

/** A tree of spans by names alone: indented, siblings sorted, twins with the same children said once. */
export function outline(nodes: readonly SpanNode[]): string[] {
  const branches = nodes.map(({ span, children }) => [span.name, ...outline(children).map((line) => `  ${line}`)]);
  const distinct = new Map(branches.map((branch) => [branch.join('\n'), branch]));
  return [...distinct.keys()].sort().flatMap((key) => distinct.get(key) ?? []);
}

/** The whole turn of a question about price, discount, stock and delivery. */
export const turnOutline = [
  'POST /v1/conversations/{id}/turns',
  '  send chat.turns',
  '    process chat.turns',
  '      chat gpt-4.1',
  '        POST /v1/chat/completions',
  '      hear flows',
  '      send chat.conversations',
  '      send chat.replies',
  '      send chat.usage',
  '      state begin',
  '      state commit',
  '      turnfleet.inventory.v1.InventoryService/CheckInventory',
  '        turnfleet.inventory.v1.InventoryService/CheckInventory',
  '      turnfleet.logistics.v1.LogisticsService/EstimateDelivery',
  '        turnfleet.logistics.v1.LogisticsService/EstimateDelivery',
  '          turnfleet.inventory.v1.InventoryService/CheckInventory',
  '      turnfleet.pricing.v1.PricingService/CalculateDiscount',
  '        turnfleet.pricing.v1.PricingService/CalculateDiscount',
  '      turnfleet.product.v1.ProductService/GetProductInfo',
  '        turnfleet.product.v1.ProductService/GetProductInfo',
];
