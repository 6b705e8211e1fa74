import { createFileRegistry, fromBinary, toBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { describe, expect, it } from '@jest/globals';
import { descriptorVersion, withImports } from './descriptor-files.ts';
import { descriptorSet } from './descriptor-set.ts';

const inventory = 'turnfleet.inventory.v1.InventoryService';
const logistics = 'turnfleet.logistics.v1.LogisticsService';
const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, descriptorSet));

/** All protos with one word of the inventory's comments or options changed. */
function changed(from: string, to: string) {
  const set = fromBinary(FileDescriptorSetSchema, descriptorSet);
  const file = set.file.find(({ name }) => name.startsWith('turnfleet/inventory/'));
  for (const location of file?.sourceCodeInfo?.location ?? []) {
    location.leadingComments = location.leadingComments.replace(from, to);
  }
  return createFileRegistry(fromBinary(FileDescriptorSetSchema, toBinary(FileDescriptorSetSchema, set)));
}

describe('the version of services', () => {
  it('changes with a word that models are told, and not with those of other services', () => {
    const other = changed('SKU', 'Sku');
    expect(descriptorVersion([inventory], other)).not.toBe(descriptorVersion([inventory], registry));
    expect(descriptorVersion([logistics], other)).toBe(descriptorVersion([logistics], registry));
  });
});

describe('files with their imports', () => {
  it('come each once, after those that they import', () => {
    const services = [inventory, logistics].flatMap((name) => registry.getService(name)?.file ?? []);
    const names = withImports(services).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.indexOf('turnfleet/tool/v1/tool')).toBeLessThan(names.indexOf('turnfleet/inventory/v1/inventory'));
    expect(names.indexOf('google/protobuf/descriptor')).toBeLessThan(names.indexOf('turnfleet/tool/v1/tool'));
  });
});
