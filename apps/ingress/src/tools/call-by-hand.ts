import type { CalledTool } from '@turnfleet/contract/http';
import { type Clock, deadlineAt, RetryBudget, TurnfleetError } from '@turnfleet/core';
import { callTool, readArguments, type Tool, withFacts } from '@turnfleet/tools';
import type { DiscoveredTools } from '@turnfleet/tools-grpc';

interface CallByHand {
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly userId: string | undefined;
  /** Of a call that takes effect. */
  readonly key: string | undefined;
}

/** Nothing is repeated for somebody who is watching. */
const noRetries = new RetryBudget(0, 0);

/** Calls a tool for an operator: as a model would, but at once and with the raw result. Fails as the tool does. */
export async function callByHand(tools: DiscoveredTools, clock: Clock, asked: CallByHand): Promise<CalledTool> {
  const tool = toolNamed(tools, asked.name);
  const args = readArguments(tool.input, asked.arguments);
  if (!args.ok) {
    const sentences = args.violations.map(({ field, description }) => `${field} ${description}`);
    const message = `The arguments are not valid: ${sentences.join('; ')}.`;
    throw new TurnfleetError('invalid_request', message, { violations: args.violations });
  }
  const whole = withFacts(tool, args.value, { userId: asked.userId });
  if (!whole) throw missing('userId', `The tool ${tool.name} is about a shopper: say whom, with userId.`);
  if (tool.idempotency === 'keyed' && asked.key === undefined)
    throw missing('idempotency-key', `The tool ${tool.name} takes effect: it needs an Idempotency-Key.`);
  const begun = clock.monotonic();
  using deadline = deadlineAt(clock, clock.now() + tool.deadlineMs);
  const caller = { transport: tools, clock, retryBudget: noRetries };
  const key = tool.idempotency === 'keyed' ? asked.key : undefined;
  const result = await callTool(caller, tool, whole, deadline, key);
  const { name, service, version } = tool;
  return { name, service, version, ms: Math.round(clock.monotonic() - begun), result };
}

function toolNamed(tools: DiscoveredTools, name: string): Tool {
  const offered = tools.offer('');
  const found = offered.find((tool) => tool.name === name);
  if (found) return found;
  throw new TurnfleetError('not_found', `There is no tool "${name}".`, {
    suggestion: `There are ${offered.map((tool) => tool.name).join(', ') || 'none'}.`,
    resource: { type: 'tool', name },
  });
}

const missing = (field: string, message: string): TurnfleetError =>
  new TurnfleetError('invalid_request', message, { violations: [{ field, description: 'must be given' }] });
