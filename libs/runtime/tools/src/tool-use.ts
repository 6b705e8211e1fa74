import { abortReason, type Deadline, type FieldViolation } from '@turnfleet/core';
import { checkCall } from './check-call.ts';
import { type CallParts, makeCall } from './make-call.ts';
import { masked } from './masked.ts';
import { oneAtATime, type PendingToolCall, pendingAnswer } from './pending-call.ts';
import { readArguments } from './read-arguments.ts';
import { recorded, type ToolEvent } from './recorded.ts';
import { repairArguments } from './repair-arguments.ts';
import { fallbackText, questionText, type Tool, type TurnFacts } from './tool.ts';
import {
  type Answer,
  leftOut,
  notAllowed,
  rejected,
  type ToolRequest,
  type ToolResult,
  unknownShopper,
} from './tool-result.ts';
import { withFacts } from './with-facts.ts';

/** The time zone is the shop's, for the times in results and texts: an IANA name. */
export interface ToolUseOptions extends CallParts {
  /** The tools offered in this turn. */
  readonly tools: readonly Tool[];
  /** Whether the turn's shopper has a permission. */
  readonly granted: (permission: string) => boolean;
  /** Whether a call of this turn is left out, as the fleet is busy; absent: none is. */
  readonly leftOut?: (tool: Tool) => boolean;
  /** Of the turn, for fields that models do not know of. */
  readonly facts: TurnFacts;
  /** Mints the idempotency key of a call (arguments in proto3 JSON): the same call in the same turn has the same one. */
  readonly keyOf: (tool: string, args: Json) => string;
  readonly onEvent: (event: ToolEvent) => void;
}

export interface ToolStep {
  /** In the model's order, under its own ids. */
  readonly results: readonly ToolResult[];
  /** A result said that nothing more needs to be asked: no more tools in this turn. */
  readonly sufficient: boolean;
  /** The call of this turn that was not made, because the shopper has to want it first, and how to ask them. */
  readonly held: { readonly call: PendingToolCall; readonly question: string } | null;
}

/** The tool calls of one turn. */
export interface ToolUse {
  /**
   * Runs the calls of one model step side by side. What is late or fails becomes a result like any other; only a turn
   * that was called off (not one that ran out of time) rejects, with its signal's reason.
   */
  callAll(requests: readonly ToolRequest[], deadline: Deadline): Promise<ToolStep>;
  /** Makes a call that an earlier turn held, under its key; the shopper said yes. Outcomes as those of `callAll`. */
  callHeld(call: PendingToolCall, deadline: Deadline): Promise<ToolResult>;
}

/** More calls than this in one step are a model gone astray. */
const mostAtOnce = 16;
/** No tool has a use for more, and what is called is told in journal, reply and snapshot. */
const longestArguments = 16_000;

/** One per turn: it remembers what was called, so that the same call never runs twice. */
export function toolUse(options: ToolUseOptions): ToolUse {
  const { tools, locale, timeZone, clock, granted, keyOf, facts } = options;
  const earlier = new Map<string, { readonly id: string; readonly answer: Promise<Answer> }>();
  /** Tools that were called with arguments that do not fit. */
  const wrong = new Set<string>();
  let held: ToolStep['held'] = null;
  let checking: Promise<unknown> = Promise.resolve();

  const answer = async (
    request: ToolRequest,
    tool: Tool | undefined,
    meant: Json | undefined,
    deadline: Deadline,
  ): Promise<Answer> => {
    if (!tool) return noSuchTool(request.name, tools);
    if (!granted(tool.permission)) return notAllowed();
    if (options.leftOut?.(tool)) return leftOut(fallbackText(tool, locale));
    const args = meant && readArguments(tool.input, meant);
    if (!args?.ok) return wrongArguments(tool.name, args?.violations);
    const whole = withFacts(tool, args.value, facts);
    if (!whole) return unknownShopper();
    const gist = gistOf(tool.name, whole);
    const same = earlier.get(gist);
    if (same) return pointTo(same.id, await same.answer);
    const running = tool.confirmation ? hold(request.id, tool, whole, deadline) : call(tool, whole, deadline);
    earlier.set(gist, { id: request.id, answer: running });
    return running;
  };

  /** Once a model may correct itself; then it is the shopper's turn. */
  const wrongArguments = (name: string, violations: readonly FieldViolation[] | undefined): Answer => {
    const again = wrong.has(name);
    wrong.add(name);
    const fault = violations ? 'Some arguments are not valid.' : 'The arguments are not one whole JSON object.';
    const advice = again
      ? 'Do not call the tool again: ask the shopper for what is missing or unclear.'
      : 'Correct them and call the tool once more, or ask the shopper for what is missing.';
    return rejected(`${fault} ${advice}`, violations);
  };

  const call = (tool: Tool, args: Json, deadline: Deadline): Promise<Answer> =>
    makeCall(options, tool, args, deadline, tool.idempotency === 'keyed' ? keyOf(tool.name, args) : undefined);

  /** One after another: the first that could be made is what the shopper is asked. */
  const hold = (callId: string, tool: Tool, args: Json, deadline: Deadline): Promise<Answer> => {
    const answered = checking.then(() => holdIfPossible(callId, tool, args, deadline));
    checking = answered;
    return answered;
  };

  const holdIfPossible = async (callId: string, tool: Tool, args: Json, deadline: Deadline): Promise<Answer> => {
    if (held) return oneAtATime();
    const refused = await checkCall(options, tool, args, deadline);
    if (refused) return refused;
    const waiting = { key: keyOf(tool.name, args), callId, tool: tool.name, arguments: args };
    held = { call: waiting, question: questionText(tool, args, { locale, timeZone, now: clock.now() }) };
    return pendingAnswer();
  };

  const callOne = (request: ToolRequest, place: number, deadline: Deadline) => {
    const tool = tools.find(({ name }) => name === request.name);
    const tooLong = request.arguments.length > longestArguments;
    const meant = tooLong ? undefined : repairArguments(request.arguments);
    const shown = tool && meant ? masked(tool.input, meant) : {};
    return recorded(options, { ...request, shown }, async () => {
      if (place >= mostAtOnce) return rejected(`At most ${mostAtOnce} calls at once.`);
      if (tooLong) return rejected(`The arguments are too long: at most ${longestArguments} characters of JSON.`);
      return answer(request, tool, meant, deadline);
    });
  };

  return {
    async callAll(requests, deadline) {
      const made = await Promise.all(requests.map((request, place) => callOne(request, place, deadline)));
      throwIfCalledOff(deadline);
      return {
        results: made.map(({ result }) => result),
        sufficient: made.some((one) => one.answer.sufficient),
        held,
      };
    },
    async callHeld({ key, callId: id, tool: name, arguments: args }, deadline) {
      const tool = tools.find((one) => one.name === name);
      const shown = tool ? masked(tool.input, args) : {};
      const { answer: made, result } = await recorded(options, { id, name, shown }, async () => {
        if (!tool) return noSuchTool(name, tools);
        return granted(tool.permission) ? makeCall(options, tool, args, deadline, key) : notAllowed();
      });
      earlier.set(gistOf(name, args), { id, answer: Promise.resolve(made) });
      throwIfCalledOff(deadline);
      return result;
    },
  };
}

type Json = Readonly<Record<string, unknown>>;

/** Equal for equal calls: arguments are in the order of the .proto file. */
const gistOf = (tool: string, args: Json): string => `${tool} ${JSON.stringify(args)}`;

function throwIfCalledOff({ signal }: Deadline): void {
  if (signal.aborted && abortReason(signal).kind !== 'deadline_exceeded') throw abortReason(signal);
}

function noSuchTool(name: string, tools: readonly Tool[]): Answer {
  return rejected(`There is no tool "${name}". There are: ${tools.map((tool) => tool.name).join(', ')}.`);
}

/** The earlier result again, whatever it was, marked as such. */
function pointTo(id: string, { content, sufficient, told = null, notFound = null }: Answer): Answer {
  const note = 'Same tool, same arguments as before: not called again, its result stands.';
  return { outcome: 'skipped', content: { same_as: id, note, ...content }, fallback: null, sufficient, told, notFound };
}
