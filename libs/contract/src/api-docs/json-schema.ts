import { z } from 'zod';

export type JsonSchema = Record<string, unknown>;

const componentPrefix = '#/components/schemas/';

/**
 * JSON Schema (draft 7, what AsyncAPI 3 takes) of what may be written, so unknown fields are open. A named schema becomes
 * a reference to its component.
 */
export function schemaOf(schema: z.ZodType): JsonSchema {
  const name = z.globalRegistry.get(schema)?.id;
  if (name !== undefined) return { $ref: componentPrefix + name };
  return withoutIdentity(z.toJSONSchema(schema, { target: 'draft-7', io: 'input' }));
}

/** The named schemas among `roots` and all they refer to, by name. */
export function componentSchemas(roots: readonly z.ZodType[]): Record<string, JsonSchema> {
  const { schemas } = z.toJSONSchema(z.globalRegistry, {
    target: 'draft-7',
    io: 'input',
    uri: (id) => componentPrefix + id,
  });
  const components: Record<string, JsonSchema> = {};
  const waiting = roots.flatMap((root) => z.globalRegistry.get(root)?.id ?? []);
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const schema = schemas[name];
    if (!schema || Object.hasOwn(components, name)) continue;
    components[name] = withoutIdentity(schema);
    waiting.push(...referredTo(schema));
  }
  return Object.fromEntries(Object.entries(components).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Inside a document a schema is named by its place. */
function withoutIdentity(schema: JsonSchema): JsonSchema {
  return Object.fromEntries(Object.entries(schema).filter(([name]) => name !== '$schema' && name !== '$id'));
}

function referredTo(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const nested = Object.values(schema).flatMap(referredTo);
  const target: unknown = '$ref' in schema ? schema.$ref : undefined;
  return typeof target === 'string' ? [...nested, target.slice(componentPrefix.length)] : nested;
}
