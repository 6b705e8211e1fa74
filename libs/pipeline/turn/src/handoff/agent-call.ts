import type { AgentCommand, Conversation, Handoff, KeptResult, ToolCallRecord } from '@turnfleet/contract/schemas';
import { type Clock, deadlineAt } from '@turnfleet/core';
import { maskedContent, type ToolResult } from '@turnfleet/tools';
import type { ToolsOfTurn } from '../confirmation/tools-of-turn.ts';
import type { GroundTurn } from '../grounding/turn-grounding.ts';
import type { OfferTools } from '../offered-tools.ts';

interface AgentCallDeps {
  readonly clock: Clock;
  readonly offer: OfferTools;
  readonly toolsOfTurn: ToolsOfTurn;
  readonly ground: GroundTurn;
  /** See `AnswerDeps`. */
  readonly longestWorkMs: number;
}

interface Wanted {
  readonly command: Extract<AgentCommand, { kind: 'call' }>;
  readonly handoff: Handoff;
  readonly conversation: Conversation;
  /** Unix milliseconds. */
  readonly submittedAt: number;
}

export type AgentCall =
  | { readonly kind: 'no_tool' }
  | {
      readonly kind: 'made';
      readonly toolCalls: readonly ToolCallRecord[];
      /** Nobody knows what came of it. */
      readonly failed: boolean;
      /** What it returned, as JSON, personal data masked. */
      readonly result: string;
      readonly results: readonly KeptResult[];
    };

export type CallForShopper = (wanted: Wanted, signal: AbortSignal) => Promise<AgentCall>;

const longestResult = 4_000;
const callId = 'agent_1';

/**
 * Makes a call for an agent on the shopper's behalf, as the shopper's own permissions allow it. The agent's word is the yes
 * that an effect needs. Its key is that of the handoff: the same effect, asked for again while a person has the conversation,
 * is had once.
 */
export function callForShopper({ clock, offer, toolsOfTurn, ground, longestWorkMs }: AgentCallDeps): CallForShopper {
  return async ({ command, handoff, conversation }, signal) => {
    const { conversationId } = conversation;
    const { tools } = offer(conversationId);
    const tool = tools.find(({ name }) => name === command.tool);
    if (!tool) return { kind: 'no_tool' };
    const { tenant, user, locale, id: turnId } = handoff;
    const turn = { conversationId, turnId, text: '', tenant, ...(user && { user }), priority: 1 } as const;
    const use = toolsOfTurn(tools, turn, locale, () => undefined);
    using deadline = deadlineAt(clock, clock.now() + longestWorkMs, signal);
    const request = { id: callId, name: command.tool, arguments: JSON.stringify(command.arguments) };
    const { results, held } = await use.callAll([request], deadline);
    const made = held ? await use.callHeld(held.call, deadline) : results[0];
    if (!made) return { kind: 'no_tool' };
    const grounding = ground({ tenant, locale, turn, tools, conversation });
    grounding.learn([made]);
    return {
      ...{ kind: 'made', toolCalls: [made.record], failed: made.fallback !== null },
      result: resultOf(made),
      results: grounding.results.length > 0 ? grounding.results : conversation.results,
    };

    function resultOf({ content }: ToolResult): string {
      return (tool && maskedContent(tool, content, longestResult)) ?? '{}';
    }
  };
}
