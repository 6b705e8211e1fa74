import type { EndedTurn, Turn } from '@turnfleet/contract';
import { historyWindow } from '@turnfleet/conversation';
import type { CountTokens, ModelEntry, ModelMessage } from '@turnfleet/llm';
import { systemPrompt } from './system-prompt.ts';

export interface PromptParts {
  readonly entry: ModelEntry;
  readonly countTokens: CountTokens;
  /** What the description of the tools takes in every request. */
  readonly toolTokens: number;
}

/** Part of the context left to tool results and to what frames each message. */
const shareOfResults = 1 / 16;

/** The messages a turn begins with: rules and facts, as much of the latest turns as there is room for, the question. */
export function promptOf(parts: PromptParts, turn: Turn, locale: string, past: readonly EndedTurn[]): ModelMessage[] {
  const system = systemPrompt(turn.user, locale);
  return [
    { role: 'system', text: system },
    ...windowOf(parts, past, parts.countTokens(system + turn.text)).flatMap(({ text, reply }): ModelMessage[] => [
      { role: 'user', text },
      { role: 'assistant', text: reply.text, toolCalls: [] },
    ]),
    { role: 'user', text: turn.text },
  ];
}

function windowOf(
  { entry, countTokens, toolTokens }: PromptParts,
  past: readonly EndedTurn[],
  taken: number,
): readonly EndedTurn[] {
  const { contextTokens, maxOutputTokens } = entry;
  const room = Math.floor(contextTokens * (1 - shareOfResults)) - maxOutputTokens - toolTokens - taken;
  // A token is at least one byte, so most histories fit without being counted, which would take milliseconds.
  const bytes = past.reduce((sum, { text, reply }) => sum + Buffer.byteLength(text) + Buffer.byteLength(reply.text), 0);
  if (bytes <= room) return past;
  return historyWindow(past, room, ({ text, reply }) => countTokens(text) + countTokens(reply.text));
}
