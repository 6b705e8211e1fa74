import { createFileRegistry, fromBinary, getExtension, setExtension, toBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { descriptorSet } from '@turnfleet/contract/grpc';

/** All protos with the tool option of one method changed. */
export function changedTool(method: string, change: Readonly<Record<string, unknown>>): Uint8Array {
  const set = fromBinary(FileDescriptorSetSchema, descriptorSet);
  const extension = createFileRegistry(fromBinary(FileDescriptorSetSchema, descriptorSet)).getExtension(
    'turnfleet.tool.v1.tool',
  );
  const options = set.file
    .flatMap((file) => file.service.flatMap((service) => service.method))
    .find(({ name }) => name === method)?.options;
  if (!extension || !options) throw new Error(`There is no tool ${method}.`);
  setExtension(options, extension, Object.assign(getExtension(options, extension) as object, change) as never);
  return toBinary(FileDescriptorSetSchema, set);
}
