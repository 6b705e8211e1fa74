import { type DescEnum, type DescField, type DescMessage, type Registry, ScalarType } from '@bufbuild/protobuf';
import { commentOf } from '@turnfleet/contract/grpc';
import type { FieldShape, FieldType, Mask, MessageShape } from './shape.ts';
import { readEnumValueText, readFieldOption } from './tool-option.ts';

const masks: readonly Mask[] = ['none', 'last_four', 'all'];

/** Messages with a form of their own in JSON that models can be expected to write. */
const wellKnown = new Map<string, FieldType>([
  ['google.type.Money', { kind: 'money' }],
  ['google.protobuf.Timestamp', { kind: 'timestamp' }],
  ['google.protobuf.Duration', { kind: 'duration' }],
]);

/**
 * The shape of a message. What a model could not be asked to write is `json`; so is a message inside itself.
 * `onUnwritable` hears of each such field by its path.
 */
export function shapeOf(
  message: DescMessage,
  registry: Registry,
  onUnwritable: (path: string) => void = () => undefined,
  above: readonly DescMessage[] = [],
): MessageShape {
  const inside = [...above, message];
  const shapeOfField = (field: DescField): FieldShape => {
    const option = readFieldOption(field, registry);
    const nested = (below: DescMessage): FieldType => {
      const known = wellKnown.get(below.typeName);
      if (known) return known;
      if (!below.typeName.startsWith('google.') && !inside.includes(below)) {
        return {
          kind: 'message',
          shape: shapeOf(below, registry, (path) => onUnwritable(`${field.name}.${path}`), inside),
        };
      }
      onUnwritable(field.name);
      return { kind: 'json' };
    };
    return {
      name: field.name,
      description: commentOf(field),
      type: typeOf(field, registry, nested),
      repeated: field.fieldKind === 'list',
      required: option?.required ?? false,
      maxLength: option?.maxLength || undefined,
      minimum: option?.minimum,
      maximum: option?.maximum,
      mask: masks[option?.mask ?? 0] ?? 'all',
      codePrefix: option?.codePrefix || null,
      place: option?.place ?? false,
    };
  };
  return { fields: message.fields.map(shapeOfField) };
}

function typeOf(field: DescField, registry: Registry, nested: (message: DescMessage) => FieldType): FieldType {
  switch (field.fieldKind) {
    case 'scalar':
      return scalarType(field.scalar);
    case 'enum':
      return enumType(field.enum, registry);
    case 'message':
      return nested(field.message);
    case 'list':
      if (field.listKind === 'scalar') return scalarType(field.scalar);
      return field.listKind === 'enum' ? enumType(field.enum, registry) : nested(field.message);
    case 'map': {
      if (field.mapKind === 'scalar') return { kind: 'map', value: scalarType(field.scalar) };
      return { kind: 'map', value: field.mapKind === 'enum' ? enumType(field.enum, registry) : nested(field.message) };
    }
  }
}

/** `USER_LEVEL_GOLD` of `UserLevel` is offered as `gold`, `USER_LEVEL_UNSPECIFIED` not at all. */
function enumType(type: DescEnum, registry: Registry): FieldType {
  const prefix = `${type.name.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase()}_`;
  const offered = type.values
    .filter(({ name }) => !name.endsWith('_UNSPECIFIED'))
    .map(({ name }): [string, string] => [
      (name.startsWith(prefix) ? name.slice(prefix.length) : name).toLowerCase(),
      name,
    ]);
  const texts = type.values.map((value) => [value.name, readEnumValueText(value, registry)] as const);
  return { kind: 'enum', names: Object.fromEntries(offered), texts: Object.fromEntries(texts) };
}

function scalarType(scalar: ScalarType): FieldType {
  switch (scalar) {
    case ScalarType.STRING:
      return { kind: 'string' };
    case ScalarType.BOOL:
      return { kind: 'bool' };
    case ScalarType.BYTES:
      return { kind: 'bytes' };
    case ScalarType.DOUBLE:
    case ScalarType.FLOAT:
      return { kind: 'number' };
    default:
      return { kind: 'integer' };
  }
}
