import { shopCurrency } from './money.ts';
import type { FieldShape, FieldType, MessageShape } from './shape.ts';

type Schema = Readonly<Record<string, unknown>>;

/** JSON Schema (the part of it that OpenAI, Anthropic and MCP all take) of a message as a model writes it. */
export function jsonSchemaOf({ fields }: MessageShape): Schema {
  const required = fields.filter((field) => field.required).map(({ name }) => name);
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map((field) => [field.name, fieldSchema(field)])),
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  };
}

function fieldSchema(field: FieldShape): Schema {
  const inMoney = field.type.kind === 'money' ? `Amount in ${shopCurrency}.` : '';
  const description = [field.description, inMoney].filter(Boolean).join(' ');
  const one = { ...typeSchema(field.type), ...limitsOf(field) };
  return { ...(field.repeated ? { type: 'array', items: one } : one), ...(description && { description }) };
}

function limitsOf(field: FieldShape): Schema {
  const limits = {
    minLength: field.required && field.type.kind === 'string' ? 1 : undefined,
    maxLength: field.maxLength,
    minimum: field.minimum,
    maximum: field.maximum,
  };
  return Object.fromEntries(Object.entries(limits).filter(([, limit]) => limit !== undefined));
}

function typeSchema(type: FieldType): Schema {
  switch (type.kind) {
    case 'string':
      return { type: 'string' };
    case 'bool':
      return { type: 'boolean' };
    case 'integer':
      return { type: 'integer' };
    case 'number':
    case 'money':
      return { type: 'number' };
    case 'timestamp':
      return { type: 'string', format: 'date-time' };
    case 'duration':
      return { type: 'string', pattern: '^\\d+(\\.\\d{1,9})?s$' };
    case 'bytes':
      return { type: 'string', contentEncoding: 'base64' };
    case 'enum':
      return { type: 'string', enum: Object.keys(type.names) };
    case 'message':
      return jsonSchemaOf(type.shape);
    case 'map':
      return { type: 'object', additionalProperties: typeSchema(type.value) };
    case 'json':
      return {};
  }
}
