import { createFileRegistry, type FileRegistry, fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { descriptorSet } from '@turnfleet/contract/grpc';

let registry: FileRegistry | undefined;

/** Every message and service by name, with the options that the generated code leaves out. Made at the first call. */
export function fileRegistry(): FileRegistry {
  registry ??= createFileRegistry(fromBinary(FileDescriptorSetSchema, descriptorSet));
  return registry;
}
