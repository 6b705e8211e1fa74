import type { EndedTurn, Reply, SaidBefore, Turn } from '@turnfleet/contract/schemas';
import { historyWindow } from '@turnfleet/conversation';
import type { Clock } from '@turnfleet/core';
import type { CatalogueModel, CountTokens, ModelMessage } from '@turnfleet/model';
import type { ZoneOf } from './confirmation/tools-of-turn.ts';
import { systemPrompt } from './system-prompt.ts';

interface PromptDeps {
  readonly clock: Pick<Clock, 'now'>;
  /** In which the shopper of a turn is told times. */
  readonly zoneOf: ZoneOf;
  readonly countTokens: CountTokens;
}

/** Part of the context left to tool results and to what frames each message. */
const shareOfResults = 1 / 16;

/** How much a model takes. */
type PromptRoom = Pick<CatalogueModel, 'contextTokens' | 'maxOutputTokens'>;

/** `toolTokens`: what the description of the tools takes in every request. */
export type Prompt = (
  entry: PromptRoom,
  turn: Turn,
  locale: string,
  past: readonly EndedTurn[],
  toolTokens: number,
) => ModelMessage[];

/** The messages a turn begins with: rules and facts, as much of the latest turns as there is room for, the question. */
export function prompter(deps: PromptDeps): Prompt {
  const { clock, zoneOf } = deps;
  return (entry, turn, locale, past, toolTokens) => {
    const rules = systemPrompt(turn.user, { locale, timeZone: zoneOf(turn), now: clock.now() });
    const claimed = past.length === 0 ? (turn.context ?? []) : [];
    const system = withInstructions(rules, turn.context ?? []);
    return [
      { role: 'system', text: system },
      ...windowOf({ ...deps, entry, toolTokens }, exchangesIn(past), system + turn.text).flatMap(
        ({ question, answer }): ModelMessage[] => [
          { role: 'user', text: question },
          { role: 'assistant', text: answer, toolCalls: [] },
        ],
      ),
      ...claimedWindow({ ...deps, entry, toolTokens }, claimed, system + turn.text),
      { role: 'user', text: turn.text },
    ];
  };
}

/** What a client asks for in general stands below the shop's own rules, and says of itself whose it is. */
function withInstructions(rules: string, context: readonly SaidBefore[]): string {
  const asked = context.filter(({ role }) => role === 'instructions').map(({ text }) => text);
  if (asked.length === 0) return rules;
  return `${rules}\n\nThe client of this conversation asks for more, as far as the rules above allow it:\n${asked.join('\n')}`;
}

/** As much of what a client says was said before as there is room for, the newest of it. */
function claimedWindow(
  { entry, countTokens, toolTokens }: PromptDeps & { readonly entry: PromptRoom; readonly toolTokens: number },
  context: readonly SaidBefore[],
  beside: string,
): readonly ModelMessage[] {
  const said = context.filter(({ role }) => role !== 'instructions');
  if (said.length === 0) return [];
  const left = roomFor(entry, toolTokens) - countTokens(beside);
  return historyWindow(said, left, ({ text }) => countTokens(text)).map(
    ({ role, text }): ModelMessage => (role === 'user' ? { role, text } : { role: 'assistant', text, toolCalls: [] }),
  );
}

/** The words of messages that are answered together, oldest first, as one. */
export const asOneQuestion = (texts: readonly string[]): string => texts.join('\n\n');

interface Exchange {
  readonly question: string;
  readonly answer: string;
}

/** What was asked and what was answered: turns that were answered together are one exchange. */
function exchangesIn(past: readonly EndedTurn[]): Exchange[] {
  const asked = new Map<string, string[]>();
  const exchanges: Exchange[] = [];
  for (const { turnId, text, reply } of past) {
    if (text === '') {
      const last = exchanges.at(-1);
      // A timer that ran out says nothing that a question was asked about.
      if (last && ofStaff(reply)) exchanges[exchanges.length - 1] = { ...last, answer: withStaff(last.answer, reply) };
      continue;
    }
    const carrier = reply.answeredBy ?? turnId;
    const texts = [...(asked.get(carrier) ?? []), text];
    asked.set(carrier, texts);
    if (reply.answeredBy !== null) continue;
    const answer = reply.text === '' ? readByStaff : reply.text;
    exchanges.push({ question: asOneQuestion(texts), answer });
  }
  return exchanges;
}

/** What an agent told the shopper. */
const ofStaff = ({ command, text }: Reply): boolean => command !== undefined && text !== '';

/** Models take no empty answer for one. */
const readByStaff = '(A member of staff read this.)';

function withStaff(answer: string, { agent, text }: Reply): string {
  const said = `(${agent ? `Staff, ${agent.name}` : 'Staff'}:) ${text}`;
  return answer === readByStaff ? said : `${answer}\n${said}`;
}

const roomFor = ({ contextTokens, maxOutputTokens }: PromptRoom, toolTokens: number): number =>
  Math.floor(contextTokens * (1 - shareOfResults)) - maxOutputTokens - toolTokens;

function windowOf(
  { entry, countTokens, toolTokens }: PromptDeps & { readonly entry: PromptRoom; readonly toolTokens: number },
  past: readonly Exchange[],
  beside: string,
): readonly Exchange[] {
  const room = roomFor(entry, toolTokens);
  // A token is at least one byte, so most prompts fit without being counted, which would take milliseconds.
  const bytes = past.reduce((sum, { question, answer }) => sum + Buffer.byteLength(question + answer), 0);
  if (bytes + Buffer.byteLength(beside) <= room) return past;
  const left = room - countTokens(beside);
  if (bytes <= left) return past;
  return historyWindow(past, left, ({ question, answer }) => countTokens(question) + countTokens(answer));
}
