import type { FaultKind } from '@turnfleet/contract/simulator';
import type { Random } from '@turnfleet/core';
import type { Answer, Exchange } from '../exchange.ts';
import { forcedArguments } from '../planning/forced.ts';
import { turnOf } from '../planning/turn.ts';
import { pick, vendorId } from '../seeded-random.ts';
import { backgroundOf } from '../understanding/background.ts';
import { isCorrecting, lied } from './lied.ts';
import { obeyed } from './obeyed.ts';

interface Scene {
  readonly exchange: Exchange;
  readonly answer: Answer;
  readonly random: Random;
  readonly idPrefix: string;
}

/** How a fault spoils the answer; null where this answer gives it nothing to spoil. */
type Spoil = (scene: Scene) => Answer | null;

/** What broken argument JSON looks like in the wild: fenced, with a comma too many, or not finished. */
const breakages: readonly ((json: string) => string)[] = [
  (json) => `\`\`\`json\n${json}\n\`\`\``,
  (json) => json.replace(/}$/, ',}'),
  (json) => json.slice(0, -1),
];

const mayCall = ({ tools, toolChoice }: Exchange): boolean => tools.length > 0 && toolChoice !== 'none';

const spoils: Readonly<Partial<Record<FaultKind, Spoil>>> = {
  malformed_arguments: ({ answer, random }) => {
    const breakage = pick(random, breakages);
    if (answer.toolCalls.length === 0 || !breakage) return null;
    return { ...answer, toolCalls: answer.toolCalls.map((call) => ({ ...call, arguments: breakage(call.arguments) })) };
  },
  unknown_tool: ({ exchange, random, idPrefix }) =>
    mayCall(exchange) ? calling('get_horoscope', '{}', random, idPrefix) : null,
  endless_tool_loop: ({ exchange, answer, random, idPrefix }) => {
    if (!mayCall(exchange)) return null;
    if (answer.toolCalls.length > 0) return answer;
    const last = exchange.messages.findLast((message) => message.role === 'assistant' && message.toolCalls.length > 0);
    const again = last?.role === 'assistant' ? last.toolCalls.at(-1) : undefined;
    if (again) return calling(again.name, again.arguments, random, idPrefix);
    const [tool] = exchange.tools;
    const turn = turnOf(exchange.messages);
    const args = tool && forcedArguments(tool, turn.question, backgroundOf(turn.earlier));
    return tool ? calling(tool.name, JSON.stringify(args), random, idPrefix) : null;
  },
  lies: (scene) => (isCorrecting(scene.exchange) ? null : lied(scene)),
  lies_again: (scene) => lied(scene),
  gullible: ({ exchange }) => obeyed(exchange),
  empty_answer: () => ({ text: '', toolCalls: [] }),
};

function calling(name: string, args: string, random: Random, idPrefix: string): Answer {
  return { text: '', toolCalls: [{ id: vendorId(random, idPrefix), name, arguments: args }] };
}

/** True for a fault of the connection, and for one that finds something to spoil. */
export function fits(kind: FaultKind, scene: Scene): boolean {
  const spoil = spoils[kind];
  return !spoil || spoil(scene) !== null;
}

export function spoiled(kind: FaultKind | undefined, scene: Scene): Answer {
  const spoil = kind && spoils[kind];
  return spoil?.(scene) ?? scene.answer;
}
