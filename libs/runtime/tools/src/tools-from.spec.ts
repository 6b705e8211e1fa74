import { clone, create, createFileRegistry, fromBinary, setExtension, toBinary } from '@bufbuild/protobuf';
import {
  type FileDescriptorSet,
  FileDescriptorSetSchema,
  type MethodDescriptorProto,
  MethodOptionsSchema,
} from '@bufbuild/protobuf/wkt';
import { describe, expect, it } from '@jest/globals';
import { descriptorSet } from '@turnfleet/contract/grpc';
import { mcpTools } from './mcp-tools.ts';
import { fallbackText, type Tool } from './tool.ts';
import { deriveTools, toolsFrom } from './tools-from.ts';

const tools = toolsFrom(descriptorSet);
const tool = (name: string): Tool => {
  const found = tools.find((one) => one.name === name);
  if (!found) throw new Error(`no tool ${name}`);
  return found;
};

describe('toolsFrom', () => {
  it('finds the tools of the domain services', () => {
    expect(tools.map(({ name, service, method }) => [name, service, method]).sort()).toEqual([
      ['calculate_discount', 'turnfleet.pricing.v1.PricingService', 'CalculateDiscount'],
      ['cancel_order', 'turnfleet.order.v1.OrderService', 'CancelOrder'],
      ['change_address', 'turnfleet.order.v1.OrderService', 'ChangeAddress'],
      ['check_inventory', 'turnfleet.inventory.v1.InventoryService', 'CheckInventory'],
      ['create_return', 'turnfleet.order.v1.OrderService', 'CreateReturn'],
      ['estimate_delivery', 'turnfleet.logistics.v1.LogisticsService', 'EstimateDelivery'],
      ['file_complaint', 'turnfleet.order.v1.OrderService', 'FileComplaint'],
      ['get_customer_profile', 'turnfleet.customer.v1.CustomerService', 'GetCustomerProfile'],
      ['get_order', 'turnfleet.order.v1.OrderService', 'GetOrder'],
      ['get_product_info', 'turnfleet.product.v1.ProductService', 'GetProductInfo'],
      ['list_orders', 'turnfleet.order.v1.OrderService', 'ListOrders'],
      ['request_invoice', 'turnfleet.order.v1.OrderService', 'RequestInvoice'],
      ['reserve_stock', 'turnfleet.inventory.v1.InventoryService', 'ReserveStock'],
      ['search_products', 'turnfleet.product.v1.ProductService', 'SearchProducts'],
      ['track_shipment', 'turnfleet.logistics.v1.LogisticsService', 'TrackShipment'],
    ]);
  });

  it('makes the parameters from the request message: limits, enum words, money as a number, comments as descriptions', () => {
    expect(tool('calculate_discount').parameters).toEqual({
      type: 'object',
      properties: {
        original_price: { type: 'number', minimum: 0, description: 'Price before discounts. Amount in CNY.' },
        user_level: {
          type: 'string',
          enum: ['regular', 'silver', 'gold'],
          description: expect.stringContaining('Level of the shopper'),
        },
        coupon_code: { type: 'string', maxLength: 64, description: expect.stringContaining('WELCOME10') },
      },
      required: ['original_price'],
      additionalProperties: false,
    });
    expect(tool('check_inventory').parameters).toMatchObject({
      properties: { sku: { type: 'string', minLength: 1, maxLength: 64 } },
      required: ['sku', 'city'],
    });
  });

  it('takes deadline, permission, freshness, idempotency and fallback texts from the option', () => {
    expect(tool('check_inventory')).toMatchObject({
      description: expect.stringContaining('Stock'),
      deadlineMs: 2_000,
      permission: 'mcp:inventory:check_inventory',
      idempotency: 'read_only',
      freshness: {
        maxAgeMs: 5_000,
        staleWhileRevalidateMs: 10_000,
        staleIfErrorMs: 60_000,
        changedBy: ['stock', 'product'],
      },
      fallback: { 'zh-CN': expect.stringContaining('库存'), en: expect.stringContaining('Sorry') },
    });
  });

  it('takes what the shopper is asked and told from the option, for a tool with an effect', () => {
    expect(tool('check_inventory').confirmation).toBeNull();
    expect(tool('reserve_stock')).toMatchObject({
      idempotency: 'keyed',
      freshness: null,
      confirmation: {
        question: { 'zh-CN': expect.stringContaining('{quantity}'), en: expect.stringContaining('{quantity}') },
        done: { 'zh-CN': expect.stringContaining('{reservation_id}'), en: expect.stringContaining('{reservation_id}') },
      },
    });
  });

  it('refuses a confirmation that could not be asked, or that nothing keeps from running twice', () => {
    const broken = changed((method, set) => {
      if (method.name === 'ReserveStock')
        set({ idempotency: 1, validateOnly: true, confirmation: { question: { en: '{warehouses}?' }, done: {} } });
    });
    const where = '- turnfleet.inventory.v1.InventoryService.ReserveStock:';
    expect(() => toolsFrom(broken)).toThrow(
      expect.objectContaining({
        message: [
          'Some tools cannot be derived from the protos:',
          `${where} only a keyed tool can have a confirmation`,
          `${where} question text for zh-CN is missing`,
          `${where} question text for en names {warehouses}, which is no field that a text can show`,
          `${where} done text for zh-CN is missing`,
          `${where} done text for en is missing`,
        ].join('\n'),
      }),
    );
  });

  it('refuses to keep what has an effect, and changes whose kind no event can have', () => {
    const broken = changed((method, set) => {
      if (method.name === 'ReserveStock') set({ idempotency: 3, validateOnly: true, freshness: { changedBy: [] } });
      if (method.name === 'CheckInventory') set({ idempotency: 1, freshness: { changedBy: ['of stock'] } });
    });
    const where = '- turnfleet.inventory.v1.InventoryService';
    expect(() => toolsFrom(broken)).toThrow(
      expect.objectContaining({
        message: [
          'Some tools cannot be derived from the protos:',
          `${where}.CheckInventory: changed_by "of stock" is no kind of change: snake_case`,
          `${where}.ReserveStock: freshness is for tools that only read: what has an effect is never answered from a cache`,
        ].join('\n'),
      }),
    );
  });

  it('refuses a check that the request cannot ask for, and one that a model could ask for', () => {
    const broken = changed((method, set) => {
      if (method.name === 'CheckInventory') set({ validateOnly: true });
      if (method.name === 'ReserveStock') set({ validateOnly: false });
    });
    const where = '- turnfleet.inventory.v1.InventoryService';
    expect(() => toolsFrom(broken)).toThrow(
      expect.objectContaining({
        message: [
          'Some tools cannot be derived from the protos:',
          `${where}.CheckInventory: validate_only takes a field "bool validate_only" in the request`,
          `${where}.ReserveStock: the request has validate_only, but the option does not say validate_only`,
        ].join('\n'),
      }),
    );
  });

  it('hides from models what the turn itself has to say', () => {
    expect(tool('get_customer_profile').parameters).toMatchObject({ properties: {} });
    expect(tool('get_customer_profile').filled).toEqual([{ field: 'user_id', from: 'userId', required: true }]);
    expect(tool('check_inventory').filled).toEqual([]);
  });

  it('refuses a plain question that changes something, cannot be asked in full, or cannot be told', () => {
    const plainQuestion = { words: { en: 'reserve' }, answer: { 'zh-CN': '{warehouses}', en: '{sku} {city}' } };
    const broken = changed((method, set) => {
      if (method.name === 'ReserveStock') set({ idempotency: 3, validateOnly: true, plainQuestion });
    });
    const where = '- turnfleet.inventory.v1.InventoryService.ReserveStock:';
    expect(() => toolsFrom(broken)).toThrow(
      expect.objectContaining({
        message: [
          'Some tools cannot be derived from the protos:',
          `${where} only a read-only tool can have a plain question`,
          `${where} a plain question cannot fill sku: it is required and neither code_prefix nor place`,
          `${where} a plain question cannot fill city: it is required and neither code_prefix nor place`,
          `${where} a plain question cannot fill quantity: it is required and neither code_prefix nor place`,
          `${where} words of the plain question for zh-CN are missing`,
          `${where} answer text for zh-CN names {warehouses}, which is no field that a text can show`,
        ].join('\n'),
      }),
    );
  });

  it('knows which result fields are personal data', () => {
    const field = tool('track_shipment').output.fields.find(({ name }) => name === 'tracking_number');
    expect(field?.mask).toBe('last_four');
  });

  it('lists everything that is wrong with the options, and where', () => {
    const broken = changed((method, set) => {
      if (method.name === 'GetProductInfo') set({ name: 'search_products' });
      if (method.name === 'CheckInventory')
        set({ name: 'Check Inventory', permission: 'all', fallback: { en: 'Sorry.' }, deadline: undefined });
    });
    expect(() => toolsFrom(broken)).toThrow(
      expect.objectContaining({
        kind: 'invalid_request',
        message: [
          'Some tools cannot be derived from the protos:',
          '- turnfleet.inventory.v1.InventoryService.CheckInventory: name "Check Inventory" is not snake_case of 1–64 characters',
          '- turnfleet.inventory.v1.InventoryService.CheckInventory: deadline is missing or not positive',
          '- turnfleet.inventory.v1.InventoryService.CheckInventory: permission "all" is not mcp:SERVER:TOOL',
          '- turnfleet.inventory.v1.InventoryService.CheckInventory: fallback text for zh-CN is missing',
          '- turnfleet.product.v1.ProductService.GetProductInfo and turnfleet.product.v1.ProductService.SearchProducts: both are the tool "search_products"; names must be unique',
        ].join('\n'),
      }),
    );
  });
});

describe('deriveTools', () => {
  const broken = changed((method, set) => {
    if (method.name === 'CheckInventory') set({ permission: 'all', deadline: undefined });
  });

  it('refuses a tool with a broken annotation by name, and has the others', () => {
    const derived = deriveTools(broken, '7');
    expect(derived.refused).toEqual([
      {
        name: 'check_inventory',
        method: 'turnfleet.inventory.v1.InventoryService.CheckInventory',
        problems: ['deadline is missing or not positive', 'permission "all" is not mcp:SERVER:TOOL'],
      },
    ]);
    expect(derived.tools).toHaveLength(tools.length - 1);
    expect(derived.tools[0]?.version).toBe('7');
  });

  it('has only the tools of the services that were asked about', () => {
    const { tools: some, refused } = deriveTools(broken, '7', ['turnfleet.pricing.v1.PricingService']);
    expect([some.map(({ name }) => name), refused]).toEqual([['calculate_discount'], []]);
  });
});

describe('fallbackText', () => {
  it.each([
    ['zh-CN', '库存'],
    ['zh', '库存'],
    ['zh-TW', '库存'],
    ['en-GB', 'Sorry'],
    ['fr', 'Sorry'],
  ])('for %s', (locale, text) => {
    expect(fallbackText(tool('check_inventory'), locale)).toContain(text);
  });
});

describe('mcpTools', () => {
  it('lists tools as an MCP server does', () => {
    expect(mcpTools([tool('check_inventory')])).toEqual([
      {
        name: 'check_inventory',
        description: tool('check_inventory').description,
        inputSchema: tool('check_inventory').parameters,
        annotations: { readOnlyHint: true, idempotentHint: true },
      },
    ]);
  });
});

/** The descriptor set with some methods' tool option changed. */
function changed(
  edit: (method: MethodDescriptorProto, set: (fields: Record<string, unknown>) => void) => void,
): Uint8Array {
  const set: FileDescriptorSet = clone(FileDescriptorSetSchema, fromBinary(FileDescriptorSetSchema, descriptorSet));
  const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, descriptorSet));
  const extension = registry.getExtension('turnfleet.tool.v1.tool');
  const message = registry.getMessage('turnfleet.tool.v1.Tool');
  if (!extension || !message) throw new Error('no tool option');
  for (const method of set.file.flatMap((file) => file.service.flatMap((service) => service.method))) {
    edit(method, (fields) => {
      const before = tools.find((one) => one.method === method.name);
      const init: Record<string, unknown> = { deadline: { seconds: 2n, nanos: 0 } };
      Object.assign(init, { name: before?.name, description: before?.description, permission: before?.permission });
      const option = create(message, { ...init, fallback: before?.fallback, ...fields });
      method.options = create(MethodOptionsSchema);
      setExtension(method.options, extension, option as never);
    });
  }
  return toBinary(FileDescriptorSetSchema, set);
}
