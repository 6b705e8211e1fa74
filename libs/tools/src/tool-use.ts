import type { ToolOutcome } from '@turnfleet/contract';
import { abortReason, type Deadline, toTurnfleetError } from '@turnfleet/core';
import { type Caller, callTool } from './call-tool.ts';
import { readArguments } from './read-arguments.ts';
import { repairArguments } from './repair-arguments.ts';
import { masked, showResult } from './show-result.ts';
import { fallbackText, type Tool } from './tool.ts';
import { type Answer, answerOfError, rejected, type ToolRequest, type ToolResult } from './tool-result.ts';

export type ToolEvent =
  /** `arguments` as the model meant them, masked. */
  | {
      readonly type: 'tool.started';
      readonly id: string;
      readonly name: string;
      readonly arguments: Record<string, unknown>;
    }
  | {
      readonly type: 'tool.finished';
      readonly id: string;
      readonly name: string;
      readonly outcome: ToolOutcome;
      readonly ms: number;
    };

export interface ToolUseOptions extends Caller {
  /** The tools offered in this turn. */
  readonly tools: readonly Tool[];
  readonly locale: string;
  readonly onEvent: (event: ToolEvent) => void;
}

export interface ToolStep {
  /** In the model's order, under its own ids. */
  readonly results: readonly ToolResult[];
  /** A result said that nothing more needs to be asked: no more tools in this turn. */
  readonly sufficient: boolean;
}

/** The tool calls of one turn. */
export interface ToolUse {
  /**
   * Runs the calls of one model step side by side. What is late or fails becomes a result like any other; only a turn
   * that was called off (not one that ran out of time) rejects, with its signal's reason.
   */
  callAll(requests: readonly ToolRequest[], deadline: Deadline): Promise<ToolStep>;
}

/** More calls than this in one step are a model gone astray. */
const mostAtOnce = 16;

/** One per turn: it remembers what was called, so that the same call never runs twice. */
export function toolUse(options: ToolUseOptions): ToolUse {
  const { tools, clock, locale, onEvent } = options;
  const earlier = new Map<string, { readonly id: string; readonly answer: Promise<Answer> }>();

  const answer = async (
    request: ToolRequest,
    tool: Tool | undefined,
    meant: Json | undefined,
    deadline: Deadline,
  ): Promise<Answer> => {
    if (!tool)
      return rejected(`There is no tool "${request.name}". There are: ${tools.map(({ name }) => name).join(', ')}.`);
    if (!meant) return rejected('The arguments are not a JSON object. Call the tool again with valid JSON.');
    const args = readArguments(tool.input, meant);
    if (!args.ok)
      return rejected(
        'Some arguments are not valid. Correct them, or ask the shopper for what is missing.',
        args.violations,
      );
    const key = `${tool.name} ${JSON.stringify(args.value)}`;
    const same = earlier.get(key);
    if (same) return pointTo(same.id, await same.answer);
    const running = run(tool, args.value, deadline);
    earlier.set(key, { id: request.id, answer: running });
    return running;
  };

  const run = async (tool: Tool, args: Json, deadline: Deadline): Promise<Answer> => {
    try {
      const result = await callTool(options, tool, args, deadline);
      const content = showResult(tool.output, result);
      return { outcome: 'ok', content, fallback: null, sufficient: content['sufficient'] === true };
    } catch (error) {
      return answerOfError(toTurnfleetError(error), fallbackText(tool, locale));
    }
  };

  const callOne = async (
    request: ToolRequest,
    place: number,
    deadline: Deadline,
  ): Promise<ToolResult & { sufficient: boolean }> => {
    const { id, name } = request;
    const tool = tools.find((one) => one.name === name);
    const meant = repairArguments(request.arguments);
    const shown = tool && meant ? masked(tool.input, meant) : {};
    const start = clock.monotonic();
    onEvent({ type: 'tool.started', id, name, arguments: shown });
    const { outcome, content, fallback, sufficient } =
      place < mostAtOnce
        ? await answer(request, tool, meant, deadline)
        : rejected(`At most ${mostAtOnce} calls at once.`);
    const ms = Math.round(clock.monotonic() - start);
    onEvent({ type: 'tool.finished', id, name, outcome, ms });
    return {
      record: { id, name, arguments: shown, outcome, ms },
      content: JSON.stringify(content),
      fallback,
      sufficient,
    };
  };

  return {
    async callAll(requests, deadline) {
      const done = await Promise.all(requests.map((request, place) => callOne(request, place, deadline)));
      if (deadline.signal.aborted && abortReason(deadline.signal).kind !== 'deadline_exceeded')
        throw abortReason(deadline.signal);
      const results = done.map(({ record, content, fallback }) => ({ record, content, fallback }));
      return { results, sufficient: done.some((result) => result.sufficient) };
    },
  };
}

type Json = Readonly<Record<string, unknown>>;

/** The earlier result again, whatever it was, marked as such. */
function pointTo(id: string, { content, sufficient }: Answer): Answer {
  const note = 'Same tool, same arguments as before: not called again, its result stands.';
  return { outcome: 'skipped', content: { same_as: id, note, ...content }, fallback: null, sufficient };
}
