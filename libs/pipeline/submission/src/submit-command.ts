import { encodeAgentCommand, homePartition } from '@turnfleet/contract/events';
import type { AgentCommand } from '@turnfleet/contract/schemas';
import { toTurnfleetError } from '@turnfleet/core';
import type { Principal } from '@turnfleet/principal';
import { append, reserve, type SubmitDeps, vouchedFor } from './submit-turn.ts';

/**
 * Accepts a command of an agent: when this returns, the log has it, and its lane decides what comes of it. The same id with
 * the same content again does nothing, also if the handoff has become another one meanwhile; `conflict` with another content,
 * `overloaded` when store or log cannot be reached. Returns whether it was new. Nothing is announced: readers of the
 * conversation hear of it when it has been decided.
 */
export async function submitCommand(
  deps: Omit<SubmitDeps, 'journal'>,
  command: AgentCommand,
  principal: Principal,
): Promise<boolean> {
  const { conversationId, commandId: turnId } = command;
  const ref = { conversationId, turnId };
  // As it is now, and so not a part of what was asked.
  const content = { ...command, handoff: undefined, agentName: undefined };
  if (!(await reserve(deps, ref, content))) return false;
  const record = encodeAgentCommand(command, homePartition(conversationId, deps.partitions));
  await append(deps, vouchedFor(record, deps.sign, principal, ref), turnId);
  await deps.gateway.markLogged(ref).catch((error: unknown) => {
    // The log has it: a repeat is appended again, which the ledger makes harmless.
    deps.logger.warn({ err: toTurnfleetError(error) }, 'a command is in the log, but not marked');
  });
  return true;
}
