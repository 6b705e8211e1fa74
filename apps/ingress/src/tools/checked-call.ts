import type { Owner } from '@turnfleet/contract/schemas';
import { TurnfleetError } from '@turnfleet/core';
import { readArguments, type Tool, withFacts } from '@turnfleet/tools';

export interface AskedCall {
  readonly tenant: string;
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly userId: string | undefined;
  /** Of a call that takes effect. */
  readonly key: string | undefined;
}

export interface CheckedCall {
  readonly tool: Tool;
  readonly asker: Owner;
  /** In proto3 JSON, with what the caller fills in. */
  readonly args: Readonly<Record<string, unknown>>;
  /** Of a tool that takes one. */
  readonly key: string | undefined;
}

/** A call that can be made; `not_found` without such a tool, `invalid_request` with all that is wrong with the arguments. */
export function checkedCall(offered: readonly Tool[], asked: AskedCall): CheckedCall {
  const tool = toolNamed(offered, asked.name);
  const args = readArguments(tool.input, asked.arguments);
  if (!args.ok) {
    const sentences = args.violations.map(({ field, description }) => `${field} ${description}`);
    const message = `The arguments are not valid: ${sentences.join('; ')}.`;
    throw new TurnfleetError('invalid_request', message, { violations: args.violations });
  }
  const whole = withFacts(tool, args.value, { userId: asked.userId });
  if (!whole) throw missing('userId', `The tool ${tool.name} is about a shopper: say whom, with userId.`);
  const keyed = tool.idempotency === 'keyed';
  if (keyed && asked.key === undefined)
    throw missing('idempotency-key', `The tool ${tool.name} takes effect: it needs an Idempotency-Key.`);
  const asker = { tenant: asked.tenant, user: asked.userId ?? null };
  return { tool, asker, args: whole, key: keyed ? asked.key : undefined };
}

function toolNamed(offered: readonly Tool[], name: string): Tool {
  const found = offered.find((tool) => tool.name === name);
  if (found) return found;
  throw new TurnfleetError('not_found', `There is no tool "${name}".`, {
    suggestion: `There are ${offered.map((tool) => tool.name).join(', ') || 'none'}.`,
    resource: { type: 'tool', name },
  });
}

const missing = (field: string, message: string): TurnfleetError =>
  new TurnfleetError('invalid_request', message, { violations: [{ field, description: 'must be given' }] });
