import { createFileRegistry, fromBinary, fromJson, type JsonValue, toBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { describe, expect, it } from '@jest/globals';
import { descriptorSet } from './descriptor-set.ts';
import { messageDefinition } from './package-definition.ts';

const files = createFileRegistry(fromBinary(FileDescriptorSetSchema, descriptorSet));

describe('a message made from the descriptor set', () => {
  it.each<[what: string, name: string, json: JsonValue, read: object]>([
    [
      'map',
      'turnfleet.product.v1.Product',
      { sku: 'S', specs: { 颜色: 'red', ram: '8 GB' } },
      { specs: { 颜色: 'red', ram: '8 GB' } },
    ],
    [
      'map of enums',
      'grpc.health.v1.HealthListResponse',
      { statuses: { a: { status: 'SERVING' } } },
      { statuses: { a: { status: 'SERVING' } } },
    ],
    [
      'oneof',
      'turnfleet.envelope.v1.Envelope',
      { heartbeat: { answers: '7' } },
      { payload: 'heartbeat', heartbeat: { answers: '7' } },
    ],
    ['optional zero', 'turnfleet.tool.v1.Field', { minimum: 0 }, { minimum: 0, _minimum: 'minimum' }],
    [
      'enum',
      'turnfleet.pricing.v1.CalculateDiscountRequest',
      { userLevel: 'USER_LEVEL_GOLD' },
      { user_level: 'USER_LEVEL_GOLD' },
    ],
    [
      'list of messages',
      'turnfleet.inventory.v1.CheckInventoryResponse',
      { warehouses: [{ quantity: 3 }, {}] },
      { warehouses: [{ quantity: 3 }, { quantity: 0 }] },
    ],
    [
      '64-bit integer',
      'google.type.Money',
      { units: '-9007199254740993', nanos: -1 },
      { units: '-9007199254740993', nanos: -1 },
    ],
    [
      'nested type',
      'google.rpc.BadRequest',
      { fieldViolations: [{ field: 'sku' }] },
      { field_violations: [{ field: 'sku' }] },
    ],
    [
      'time',
      'turnfleet.logistics.v1.ShipmentEvent',
      { time: '2026-01-01T00:00:00.5Z' },
      { time: { seconds: '1767225600', nanos: 500_000_000 } },
    ],
  ])('reads and writes a %s like others', (_, name, json, read) => {
    const other = files.getMessage(name);
    if (!other) throw new Error(`There is no message ${name}.`);
    const message = fromJson(other, json);
    const ours = messageDefinition(name);
    const received = ours.deserialize(Buffer.from(toBinary(other, message)));
    expect(received).toMatchObject(read);
    expect(fromBinary(other, ours.serialize(received))).toEqual(message);
  });
});
