import { create, createFileRegistry, fromBinary, getOption } from '@bufbuild/protobuf';
import { FileDescriptorProtoSchema, FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { credentials, makeClientConstructor } from '@grpc/grpc-js';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type reflection, serviceDefinition } from '@turnfleet/contract/grpc';
import { silentLogger } from '@turnfleet/core';
import { ManualClock } from '@turnfleet/core/testing';
import { type GrpcServer, serveGrpc } from './serve-grpc.ts';
import { grpcService } from './service.ts';

type Answer = reflection.ServerReflectionResponse__Output;

let server: GrpcServer;
const closes: (() => void)[] = [];

beforeEach(async () => {
  const services = [
    grpcService('turnfleet.inventory.v1.InventoryService', {
      CheckInventory: async () => ({}),
      ReserveStock: async () => ({}),
      SetStock: async () => ({}),
    }),
  ];
  const clock = new ManualClock();
  server = await serveGrpc({
    name: 'spec',
    host: '127.0.0.1',
    port: 0,
    services,
    checks: [],
    drainMs: 1_000,
    clock,
    logger: silentLogger,
  });
});

afterEach(async () => {
  for (const close of closes.splice(0)) close();
  await server.stop();
});

function open(version: 'v1' | 'v1alpha' = 'v1') {
  const definition = serviceDefinition(`grpc.reflection.${version}.ServerReflection`);
  const Client = makeClientConstructor(definition, 'ServerReflection');
  const client = new Client(server.address, credentials.createInsecure());
  closes.push(() => client.close());
  const { path, requestSerialize, responseDeserialize } = definition.ServerReflectionInfo;
  const stream = client.makeBidiStreamRequest(path, requestSerialize, responseDeserialize);
  const answers = stream[Symbol.asyncIterator]() as AsyncIterator<Answer, undefined>;
  const ask = async (request: object): Promise<Answer> => {
    stream.write(request);
    const { value } = await answers.next();
    if (!value) throw new Error('The stream ended.');
    return value;
  };
  return { ask, end: () => stream.end(), answers };
}

const filesIn = (answer: Answer) =>
  (answer.file_descriptor_response?.file_descriptor_proto ?? []).map((bytes) =>
    fromBinary(FileDescriptorProtoSchema, bytes as Uint8Array),
  );

describe('reflection', () => {
  it.each(['v1', 'v1alpha'] as const)('lists the services (%s)', async (version) => {
    const answer = await open(version).ask({ list_services: '' });
    expect(answer.list_services_response?.service.map(({ name }) => name)).toEqual([
      'turnfleet.inventory.v1.InventoryService',
      'grpc.health.v1.Health',
      'grpc.reflection.v1.ServerReflection',
    ]);
  });

  it('serves what a client needs to derive the tool, options included', async () => {
    const files = filesIn(await open().ask({ file_containing_symbol: 'turnfleet.inventory.v1.InventoryService' }));
    // Files after what they import, as a registry wants them.
    const registry = createFileRegistry(create(FileDescriptorSetSchema, { file: files.reverse() }));
    const method = registry.getService('turnfleet.inventory.v1.InventoryService')?.method.checkInventory;
    const option = registry.getExtension('turnfleet.tool.v1.tool');
    expect(method && option && getOption(method, option)).toMatchObject({ name: 'check_inventory' });
  });

  it.each([
    'turnfleet.inventory.v1.CheckInventoryRequest',
    'turnfleet.inventory.v1.CheckInventoryRequest.sku',
    'turnfleet.inventory.v1.InventoryService.CheckInventory',
  ])('finds the file of %s', async (symbol) => {
    const [file] = filesIn(await open().ask({ file_containing_symbol: symbol }));
    expect(file?.name).toBe('turnfleet/inventory/v1/inventory.proto');
  });

  it('finds files by name', async () => {
    const [file] = filesIn(await open().ask({ file_by_filename: 'turnfleet/inventory/v1/inventory.proto' }));
    expect(file?.package).toBe('turnfleet.inventory.v1');
  });

  it('finds the tool option as an extension', async () => {
    const { ask } = open();
    const type = 'google.protobuf.MethodOptions';
    const numbers = await ask({ all_extension_numbers_of_type: type });
    expect(numbers.all_extension_numbers_response?.extension_number).toContain(50_701);
    const [file] = filesIn(
      await ask({ file_containing_extension: { containing_type: type, extension_number: 50_701 } }),
    );
    expect(file?.name).toBe('turnfleet/tool/v1/tool.proto');
  });

  it.each([
    { file_containing_symbol: 'no.such.Symbol' },
    { file_by_filename: 'no/such.proto' },
    { file_containing_extension: { containing_type: 'no.Such', extension_number: 1 } },
    { all_extension_numbers_of_type: 'no.Such' },
  ])('says that %j is not there, and goes on', async (request) => {
    const { ask } = open();
    expect((await ask(request)).error_response?.error_code).toBe(5);
    expect((await ask({ list_services: '' })).list_services_response).not.toBeNull();
  });

  it('does not hold up a drain', async () => {
    const { ask, answers } = open();
    await ask({ list_services: '' });
    await server.stop();
    expect((await answers.next()).done).toBe(true);
  });
});
