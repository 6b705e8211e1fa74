import { createHash } from 'node:crypto';
import type { AgentCommand } from '@turnfleet/contract/schemas';

type Without<Command> = Command extends AgentCommand
  ? Omit<Command, 'conversationId' | 'commandId' | 'tenant' | 'agent' | 'agentName' | 'handoff'>
  : never;

/** What is to be done, without who and where. */
export type DeskCommand = Without<AgentCommand>;

/** The id of a command, the same for the same parts, whatever they are, and another one for others. */
export function commandId(kind: DeskCommand['kind'], ...parts: readonly (string | number)[]): string {
  return `agent~${kind}~${createHash('sha256').update(JSON.stringify(parts)).digest('base64url')}`;
}
