import { fromJSON, type MessageTypeDefinition, type Options, type PackageDefinition } from '@grpc/proto-loader';
import { descriptorSet } from './descriptor-set.ts';
import { namespaceOf } from './namespace.ts';

/**
 * How messages look in JavaScript; the generated types say the same (tools/protos/types.ts). Fields are named as in the
 * .proto file, 64-bit integers and enum values are strings, every scalar, list and map is there even if it was not sent,
 * a message that was not sent is null, and a oneof's name holds the name of the field that is set.
 */
const loaderOptions = {
  keepCase: true,
  longs: String,
  enums: String,
  defaults: true,
  oneofs: true,
} as const satisfies Options;

let loaded: PackageDefinition | undefined;

/** All services and messages by full name, for servers and clients alike. Made at the first call; reads no file. */
export function packageDefinition(): PackageDefinition {
  loaded ??= fromJSON(namespaceOf(descriptorSet), loaderOptions);
  return loaded;
}

/** Writes and reads one message by its full name; the caller says its generated types. Reading throws on other bytes. */
export function messageDefinition<In extends object, Out extends object>(name: string): MessageTypeDefinition<In, Out> {
  const definition = packageDefinition()[name];
  if (definition?.format !== 'Protocol Buffer 3 DescriptorProto') throw new Error(`There is no message ${name}.`);
  return definition as unknown as MessageTypeDefinition<In, Out>;
}
