import { createHash } from 'node:crypto';
import type { Owner } from '@turnfleet/contract/schemas';
import type { MessageShape } from '../shape.ts';
import type { Tool } from '../tool.ts';

/**
 * Equal for calls that have one answer: same method at the same version with the same messages, same arguments (which are
 * in the order of the .proto file), same tenant; and the same shopper where the answer is about them.
 */
export function keyOf(tool: Tool, args: Readonly<Record<string, unknown>>, { tenant, user }: Owner): string {
  const whose = isPersonal(tool) ? [tenant, user] : [tenant];
  return JSON.stringify([tool.service, tool.method, tool.version, meaningOf(tool), whose, args]);
}

/** What is filled with the shopper, or holds personal data, is nobody else's. */
function isPersonal({ filled, input, output }: Tool): boolean {
  return filled.length > 0 || hidesSomething(input) || hidesSomething(output);
}

function hidesSomething({ fields }: MessageShape): boolean {
  return fields.some(({ mask, type }) => mask !== 'none' || (type.kind === 'message' && hidesSomething(type.shape)));
}

const meanings = new WeakMap<MessageShape, string>();

/** Of what results say: a store may hold what another build put there. */
function meaningOf({ output }: Tool): string {
  const known = meanings.get(output);
  if (known !== undefined) return known;
  const meaning = createHash('sha256').update(JSON.stringify(output)).digest('base64url').slice(0, 12);
  meanings.set(output, meaning);
  return meaning;
}
