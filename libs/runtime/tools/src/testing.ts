import type { Owner } from '@turnfleet/contract/schemas';
import { abortReason, orAbort } from '@turnfleet/core';
import { validateOnlyField } from './check-call.ts';
import type { Tool } from './tool.ts';
import type { ToolTransport } from './tool-transport.ts';

type Json = Readonly<Record<string, unknown>>;

/** What a scripted tool does: answers, fails with what it throws, or (`hang`) waits until its deadline ends it. */
export type ScriptedTool = 'hang' | ((args: Json, callsBefore: number) => Json | Promise<Json>);

export interface ScriptedTransport extends ToolTransport {
  readonly calls: readonly ScriptedCall[];
  /** Those that were only to validate. */
  readonly checks: readonly ScriptedCall[];
}

interface ScriptedCall {
  readonly tool: string;
  readonly args: Json;
  readonly deadlineAt: number;
  readonly key: string | undefined;
  readonly asker: Owner | undefined;
}

/** A transport in memory; a tool without a script answers `{}`. What it does when it is only to validate: `check NAME`. */
export function scriptedTransport(scripts: Readonly<Record<string, ScriptedTool>>): ScriptedTransport {
  const calls: ScriptedCall[] = [];
  const checks: ScriptedCall[] = [];
  return {
    calls,
    checks,
    async call(tool: Tool, args, deadline, key, asker) {
      if (deadline.signal.aborted) throw abortReason(deadline.signal);
      const checking = args[validateOnlyField] === true;
      const made = checking ? checks : calls;
      const before = made.filter((call) => call.tool === tool.name).length;
      made.push({ tool: tool.name, args, deadlineAt: deadline.at, key, asker });
      const script = scripts[checking ? `check ${tool.name}` : tool.name] ?? (() => ({}));
      const answer = script === 'hang' ? new Promise<never>(() => undefined) : script(args, before);
      return orAbort(Promise.resolve(answer), deadline.signal);
    },
  };
}
