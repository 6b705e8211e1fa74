import type { Reply } from '@turnfleet/contract/schemas';
import type { NewId } from '@turnfleet/core';
import type { HandoffQueue } from '@turnfleet/handoff';
import type { Principal } from '@turnfleet/principal';
import { type AskingAgent, expectPresent } from '../asking-agent.ts';
import { commandId, type DeskCommand } from './desk-command.ts';
import { type GiveDeps, giveCommand } from './give-command.ts';
import type { CommandName } from './named-commands.ts';

export interface GiveNamedDeps extends GiveDeps {
  readonly handoffs: HandoffQueue;
  readonly newId: NewId;
  readonly goneAfterMs: number;
}

interface NamedCommand {
  readonly asking: AskingAgent;
  readonly principal: Principal;
  readonly conversationId: string;
  readonly name: CommandName;
  readonly command: DeskCommand;
  /** The same key and command again is the same command; undefined: it is a new one. */
  readonly key: string | undefined;
}

/** The id of a command, and what waits for its outcome: see `giveCommand`. */
export function namedCommand(
  deps: GiveNamedDeps,
  { asking, principal, conversationId, name, command, key }: NamedCommand,
) {
  const id = commandId(command.kind, name, asking.tenant, asking.id, key ?? deps.newId());
  return {
    commandId: id,
    give: async (seconds: number, gone: AbortSignal): Promise<Reply | null> => {
      const agent = await expectPresent(deps.handoffs, asking);
      // Who does something is there.
      await deps.handoffs.beat(asking.tenant, agent, deps.goneAfterMs);
      return giveCommand(deps, { conversationId, commandId: id, principal, agent, command }, seconds, gone);
    },
  };
}
