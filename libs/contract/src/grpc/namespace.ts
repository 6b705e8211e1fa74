import {
  createFileRegistry,
  type DescEnum,
  type DescField,
  type DescFile,
  type DescMessage,
  type DescService,
  fromBinary,
  ScalarType,
} from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import type { fromJSON } from '@grpc/proto-loader';

type Namespace = Parameters<typeof fromJSON>[0];
type Nested = NonNullable<Namespace['nested']>;

/**
 * A descriptor set in the form that protobuf.js reads as JSON: its own reader of descriptor sets (7.6) turns maps into
 * lists of entries. Files of proto3 only; of descriptor.proto, which is not, no server or client sends anything.
 */
export function namespaceOf(descriptorSet: Uint8Array): Namespace {
  const root: Namespace = { nested: {} };
  for (const file of createFileRegistry(fromBinary(FileDescriptorSetSchema, descriptorSet)).files) {
    if (file.proto.syntax === 'proto3') Object.assign(packageIn(root, file.proto.package), contentOf(file));
  }
  return root;
}

function packageIn(root: Namespace, name: string): Nested {
  let at = root;
  for (const part of name.split('.')) {
    at.nested ??= {};
    at.nested[part] ??= { nested: {} };
    at = at.nested[part];
  }
  at.nested ??= {};
  return at.nested;
}

function contentOf({ messages, enums, services }: Pick<DescFile, 'messages' | 'enums' | 'services'>): Nested {
  const content: Nested = {};
  for (const message of messages) content[message.name] = messageOf(message);
  for (const one of enums) content[one.name] = enumOf(one);
  for (const service of services) content[service.name] = serviceOf(service);
  return content;
}

function messageOf(message: DescMessage): Nested[string] {
  // The oneofs of the descriptor hold those, too, that stand for a single optional field.
  const oneofs = message.proto.oneofDecl.map(({ name }, index) => {
    const members = message.fields.filter(({ proto }) => proto.oneofIndex === index && isInOneof(proto));
    return [name, { oneof: members.map((field) => field.name) }] as const;
  });
  return {
    fields: Object.fromEntries(message.fields.map((field) => [field.name, fieldOf(field)])),
    oneofs: Object.fromEntries(oneofs),
    nested: contentOf({ messages: message.nestedMessages, enums: message.nestedEnums, services: [] }),
  };
}

/** `oneofIndex` reads as 0 where there is none. */
function isInOneof(field: DescField['proto']): boolean {
  return Object.hasOwn(field, 'oneofIndex');
}

function fieldOf(field: DescField): { id: number; type: string; rule?: string; keyType?: string; options?: object } {
  const id = field.number;
  switch (field.fieldKind) {
    case 'map':
      return { id, keyType: scalarName(field.mapKey), type: typeName(field) };
    case 'list':
      return { id, type: typeName(field), rule: 'repeated' };
    default:
      return { id, type: typeName(field), ...(field.proto.proto3Optional && { options: { proto3_optional: true } }) };
  }
}

function typeName(field: DescField): string {
  if (field.message) return `.${field.message.typeName}`;
  if (field.enum) return `.${field.enum.typeName}`;
  return scalarName(field.scalar);
}

function scalarName(type: ScalarType): string {
  return ScalarType[type].toLowerCase();
}

function enumOf(one: DescEnum): Nested[string] {
  return { values: Object.fromEntries(one.values.map(({ name, number }) => [name, number])) };
}

function serviceOf(service: DescService): Nested[string] {
  const methods = service.methods.map(({ name, input, output, methodKind }) => {
    const method = {
      requestType: `.${input.typeName}`,
      responseType: `.${output.typeName}`,
      requestStream: methodKind === 'client_streaming' || methodKind === 'bidi_streaming',
      responseStream: methodKind === 'server_streaming' || methodKind === 'bidi_streaming',
      comment: '',
    };
    return [name, method] as const;
  });
  return { methods: Object.fromEntries(methods) };
}
