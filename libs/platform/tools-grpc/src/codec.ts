import {
  createFileRegistry,
  type DescMethod,
  type FileRegistry,
  fromBinary,
  fromJson,
  type JsonValue,
  toBinary,
  toJson,
} from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { TurnfleetError } from '@turnfleet/core';

type Json = Readonly<Record<string, unknown>>;

/** A method's messages between proto3 JSON (names as in the .proto file, every field there) and bytes. */
export interface Codec {
  /** e.g. `/turnfleet.inventory.v1.InventoryService/CheckInventory` */
  readonly path: string;
  /** Fails with `invalid_request` if `args` are not the request message. */
  encode(args: Json): Buffer;
  /** Fails with `tool_failed` if the bytes are not the response message. */
  decode(bytes: Uint8Array): Json;
}

/** Finds methods in a google.protobuf.FileDescriptorSet; undefined for one that is not there. */
export function codecs(descriptorSet: Uint8Array): (service: string, method: string) => Codec | undefined {
  const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, descriptorSet));
  const known = new Map<string, Codec>();
  return (service, name) => {
    const path = `/${service}/${name}`;
    const found = known.get(path);
    if (found) return found;
    const method = registry.getService(service)?.methods.find((one) => one.name === name);
    const codec = method && codecOf(path, method, registry);
    if (codec) known.set(path, codec);
    return codec;
  };
}

function codecOf(path: string, { input, output }: DescMethod, registry: FileRegistry): Codec {
  return {
    path,
    encode(args) {
      try {
        return Buffer.from(toBinary(input, fromJson(input, args as JsonValue, { registry })));
      } catch {
        // protobuf-es quotes the values in its errors; they have no place in a log.
        throw new TurnfleetError('invalid_request', 'The arguments do not fit the tool.');
      }
    },
    decode(bytes) {
      try {
        const json = toJson(output, fromBinary(output, bytes), {
          registry,
          useProtoFieldName: true,
          alwaysEmitImplicit: true,
        });
        return json as Json;
      } catch {
        throw new TurnfleetError('tool_failed', 'The service answered with something that cannot be read.');
      }
    },
  };
}
