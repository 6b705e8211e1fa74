import type { ToolOutcome } from '@turnfleet/contract/schemas';
import type { Clock } from '@turnfleet/core';
import type { Answer, ToolResult } from './tool-result.ts';
import { trimmed } from './trimmed.ts';

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
      /** RFC 3339, as that of the record. */
      readonly asOf?: string;
      readonly reason?: 'load';
    };

interface Recorded {
  readonly answer: Answer;
  readonly result: ToolResult;
}

/** Tells that a call begins and how it ended, and puts it on record; `shown` are its arguments, masked. */
export async function recorded(
  { clock, onEvent }: { readonly clock: Clock; readonly onEvent: (event: ToolEvent) => void },
  { id, name, shown }: { readonly id: string; readonly name: string; readonly shown: Record<string, unknown> },
  work: () => Promise<Answer>,
): Promise<Recorded> {
  const start = clock.monotonic();
  onEvent({ type: 'tool.started', id, name, arguments: shown });
  const answer = await work();
  const { outcome, content, fallback, told = null, notFound = null, older = null } = answer;
  const asOf = answer.asOf === undefined ? {} : { asOf: new Date(answer.asOf).toISOString() };
  const ms = Math.round(clock.monotonic() - start);
  const { reason } = answer;
  const why = { ...asOf, ...(reason === undefined ? {} : { reason }) };
  onEvent({ type: 'tool.finished', id, name, outcome, ms, ...why });
  const record = { id, name, arguments: shown, outcome, ms, ...why };
  return { answer, result: { record, content: forModel(content), fallback, told, notFound, older } };
}

/** Characters of a result that a model is shown; its context has to hold several. */
const longestContent = 32_000;

function forModel(content: Answer['content']): string {
  const json = JSON.stringify(content);
  if (json.length <= longestContent) return json;
  const { content: kept, missing } = trimmed(content, longestContent);
  const note = 'Too long to be shown as a whole. Say that there is more than you can tell; do not guess the rest.';
  return JSON.stringify({ ...kept, trimmed: { missing, note } });
}
