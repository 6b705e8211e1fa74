import type { ModelTool } from '@turnfleet/model';
import { propertiesOf, type SlotName, slotOf } from './arguments.ts';
import { isJson } from './json.ts';

/** The bounds a tool's schema sets to a number; undefined where it sets none. */
export function limitsOf(tool: ModelTool, slot: SlotName): { readonly least?: number; readonly most?: number } {
  const [, schema] = Object.entries(propertiesOf(tool)).find(([property]) => slotOf(property) === slot) ?? [];
  if (!isJson(schema)) return {};
  const { minimum, maximum } = schema;
  return {
    ...(typeof minimum === 'number' ? { least: minimum } : {}),
    ...(typeof maximum === 'number' ? { most: maximum } : {}),
  };
}
