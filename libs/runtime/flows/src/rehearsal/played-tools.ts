import type { FlowResult, FlowTools } from '../engine/flow-tools.ts';
import type { ToolPart } from './rehearsal-file.ts';

type Json = Readonly<Record<string, unknown>>;

interface HeldEffect {
  readonly tool: string;
  readonly args: Json;
  readonly alsoYes: readonly string[];
}

interface PlayedTools extends FlowTools {
  /** The effect that the shopper was asked about last. */
  readonly held: HeldEffect | null;
  /** Effects that no yes was needed for. */
  readonly had: readonly Pick<HeldEffect, 'tool' | 'args'>[];
  /** Has the effect. */
  run(effect: HeldEffect): FlowResult;
}

/** Tools that answer as a rehearsal says. */
export function playedTools(parts: readonly ToolPart[]): PlayedTools {
  let held: HeldEffect | null = null;
  const had: Pick<HeldEffect, 'tool' | 'args'>[] = [];
  const partOf = (tool: string, args: Json): ToolPart | undefined =>
    parts.find(
      (one) => one.tool === tool && Object.entries(one.when ?? {}).every(([name, value]) => fits(value, args[name])),
    );
  const play = (tool: string, args: Json): FlowResult => {
    const part = partOf(tool, args);
    if (!part) return { kind: 'failed', apology: `(nobody plays ${tool})` };
    if (part.missing) return { kind: 'missing', content: part.missing === true ? {} : part.missing };
    if (part.refused !== undefined) return { kind: 'refused', reason: part.refused, content: {} };
    if (part.failed !== undefined) return { kind: 'failed', apology: part.failed };
    return { kind: 'ok', content: part.gives ?? {}, told: part.told ?? null };
  };
  return {
    get held() {
      return held;
    },
    knowsShopperFor: () => true,
    had,
    run: ({ tool, args }) => play(tool, args),
    call: async (tool, args) => play(tool, args),
    async ask(tool, args, alsoYes) {
      const result = play(tool, args);
      if (result.kind !== 'ok') return result;
      if (partOf(tool, args)?.at_once) {
        had.push({ tool, args });
        return result;
      }
      held = { tool, args, alsoYes };
      return { kind: 'asked', question: partOf(tool, args)?.asks ?? `(${tool}?)` };
    },
  };
}

/** `null` fits what is left out. */
const fits = (wanted: unknown, given: unknown): boolean =>
  wanted === null ? given === undefined : JSON.stringify(wanted) === JSON.stringify(given);
