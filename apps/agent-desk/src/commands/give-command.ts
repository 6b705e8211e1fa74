import type { Reply } from '@turnfleet/contract/schemas';
import { type Conversation, readStoredReply } from '@turnfleet/contract/schemas';
import type { ConversationGateway } from '@turnfleet/conversation';
import { TurnfleetError } from '@turnfleet/core';
import type { AgentPresence, HandoffQueue } from '@turnfleet/handoff';
import type { Principal } from '@turnfleet/principal';
import { type AwaitDeps, replyWithin } from '@turnfleet/streams';
import { type SubmitDeps, submitCommand } from '@turnfleet/submission';
import { counter } from '@turnfleet/telemetry';
import { expectConversation } from '../expect-conversation.ts';
import type { DeskCommand } from './desk-command.ts';
import { refusalOf } from './refusal-of.ts';

export interface GiveDeps extends Omit<SubmitDeps, 'gateway' | 'journal'>, AwaitDeps {
  readonly gateway: ConversationGateway;
  readonly handoffs: Pick<HandoffQueue, 'claimed'>;
  readonly draining: AbortSignal;
}

interface Given {
  readonly conversationId: string;
  readonly commandId: string;
  readonly principal: Principal;
  readonly agent: AgentPresence;
  readonly command: DeskCommand;
}

/**
 * Has a command decided in its conversation's lane, and answers with the reply it ended with; null if that is not there in
 * time. A command that was given before gets its first answer. `conflict` if it was refused, or there is nothing to do it in.
 */
export async function giveCommand(
  deps: GiveDeps,
  given: Given,
  seconds: number,
  gone: AbortSignal,
): Promise<Reply | null> {
  const { conversationId, commandId, principal, command } = given;
  const ref = { conversationId, turnId: commandId };
  const { conversation } = await expectConversation(deps.gateway, principal, conversationId);
  if ((await deps.gateway.reply(ref)) === null) await submit(deps, given, conversation);
  const text = await replyWithin(deps, ref, seconds, gone);
  const reply = text === null ? null : readStoredReply(JSON.parse(text));
  const outcome = reply === null ? 'waiting' : (reply.command?.outcome ?? 'failed');
  counter('turnfleet.desk.commands').add(1, { kind: command.kind, outcome });
  if (reply === null || reply.command?.outcome === 'done') return reply;
  const holder = (await deps.gateway.view(conversationId))?.conversation.handoff;
  throw refusalOf(reply, holder);
}

async function submit(deps: GiveDeps, given: Given, { handoff }: Conversation): Promise<void> {
  const { conversationId, commandId, principal, agent, command } = given;
  if (!handoff) {
    throw new TurnfleetError(
      'conflict',
      `Conversation ${conversationId} neither waits for an agent, nor does one have it.`,
      {
        suggestion: 'The shopper talks to the machine again; GET /v1/desk/queue shows who waits.',
      },
    );
  }
  const { tenant } = handoff;
  if (command.kind === 'claim') await expectRoom(deps, tenant, agent);
  const about = { conversationId, commandId, tenant, agent: agent.id, agentName: agent.name, handoff: handoff.id };
  const sender = { ...principal, tenant, user: null, reach: 'tenant' as const };
  await submitCommand(deps, { ...about, ...command }, sender);
}

/** By the queue as it is seen: of two claims at once both may find room for the last one. */
async function expectRoom({ handoffs }: GiveDeps, tenant: string, agent: AgentPresence): Promise<void> {
  const has = (await handoffs.claimed(tenant)).filter(({ handoff }) => handoff.agent === agent.id).length;
  if (has < agent.capacity) return;
  throw new TurnfleetError('conflict', `The agent ${agent.id} has ${has} conversations, as many as they said.`, {
    suggestion: 'Hand one back or pass it on, or say with POST /v1/desk/presence that there is room for more.',
  });
}
