import { describe, expect, it } from '@jest/globals';
import { packageDefinition } from './package-definition.ts';
import { type ServiceDefinitions, serviceDefinition } from './services.ts';

const methods = {
  'turnfleet.product.v1.ProductService': ['GetProductInfo', 'SearchProducts', 'SetDescription', 'SetPrice'],
  'turnfleet.inventory.v1.InventoryService': ['CheckInventory', 'ReserveStock', 'SetStock'],
  'turnfleet.pricing.v1.PricingService': ['CalculateDiscount', 'EndCoupon'],
  'turnfleet.logistics.v1.LogisticsService': ['TrackShipment', 'EstimateDelivery'],
  'turnfleet.customer.v1.CustomerService': ['GetCustomerProfile'],
  'turnfleet.order.v1.OrderService': [
    'GetOrder',
    'ListOrders',
    'CancelOrder',
    'CreateReturn',
    'ChangeAddress',
    'RequestInvoice',
    'FileComplaint',
  ],
  'turnfleet.order.v1.ComplaintService': ['ListComplaints', 'SettleComplaint'],
  'turnfleet.order.v1.FulfilmentService': ['RecordProgress'],
  'turnfleet.registry.v1.RegistryService': ['Register', 'Heartbeat', 'Deregister', 'Discover', 'Watch'],
  'turnfleet.registry.v1.InstanceService': ['Identify'],
  'grpc.health.v1.Health': ['Check', 'List', 'Watch'],
  'grpc.reflection.v1.ServerReflection': ['ServerReflectionInfo'],
  'grpc.reflection.v1alpha.ServerReflection': ['ServerReflectionInfo'],
} satisfies Record<keyof ServiceDefinitions, string[]>;

describe('serviceDefinition', () => {
  it.each(Object.entries(methods))('%s has %j', (name, expected) => {
    const definition = serviceDefinition(name as keyof ServiceDefinitions);
    expect(Object.keys(definition).sort()).toEqual([...expected].sort());
  });

  it('names fields as the .proto file does and gives what was not sent', () => {
    const { responseSerialize, responseDeserialize } = serviceDefinition(
      'turnfleet.pricing.v1.PricingService',
    ).CalculateDiscount;
    const bytes = responseSerialize({
      original_price: { currency_code: 'CNY', units: '4999', nanos: 0 },
      reductions: [{ kind: 'REDUCTION_KIND_LEVEL' }],
    });
    expect(responseDeserialize(bytes)).toEqual({
      original_price: { currency_code: 'CNY', units: '4999', nanos: 0 },
      final_price: null,
      reductions: [{ kind: 'REDUCTION_KIND_LEVEL', code: '', amount: null, description: null }],
      coupon_rejection: null,
    });
  });
});

describe('packageDefinition', () => {
  it('is made once', () => {
    expect(packageDefinition()).toBe(packageDefinition());
  });
});
