import type { CallPiece } from '../reading/open-calls.ts';
import { isRecord } from '../stream-fold.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The `delta` of a chunk, or the `message` of a whole completion, in one shape. */
interface Delta {
  readonly text: string;
  readonly refused: boolean;
  readonly calls: readonly CallPiece[];
  /** Everything else the endpoint put there, to be carried back unread. */
  readonly fields: Fields;
}

const known = new Set(['role', 'content', 'refusal', 'tool_calls', 'function_call', 'name']);

export function readDelta(given: unknown): Delta {
  if (!isRecord(given)) return { text: '', refused: false, calls: [], fields: {} };
  const { content, refusal, tool_calls: calls, function_call: outdated } = given;
  const parts = textOf(content);
  return {
    text: parts,
    refused:
      Boolean(refusal) ||
      (Array.isArray(content) && content.some((part) => isRecord(part) && part['type'] === 'refusal')),
    calls: [...[calls ?? []].flat(), ...(isRecord(outdated) ? [{ function: outdated }] : [])]
      .filter(isRecord)
      .map(readCall),
    fields: othersIn(given, known),
  };
}

/** Text as such, or the text parts of a list; thoughts among them are not for the shopper. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (Array.isArray(content)) return content.map(textOf).join('');
  if (!isRecord(content)) return '';
  const { type = 'text', text } = content;
  const shown = type === 'text' || type === 'output_text';
  return shown && typeof text === 'string' ? text : '';
}

function readCall(given: Fields): CallPiece {
  const { index, id, function: called } = given;
  // Some endpoints leave out the object around name and arguments.
  const { name, arguments: args } = isRecord(called) ? called : given;
  const own = isRecord(called)
    ? new Set(['index', 'id', 'type', 'function'])
    : new Set([...callFields, 'name', 'arguments']);
  const whole = typeof args === 'object' && args !== null;
  return {
    index: typeof index === 'number' ? index : undefined,
    id: typeof id === 'string' ? id : '',
    name: typeof name === 'string' ? name : '',
    arguments: whole ? JSON.stringify(args) : typeof args === 'string' ? args : '',
    whole,
    fields: othersIn(given, own),
  };
}

const callFields = ['index', 'id', 'type', 'function'];

function othersIn(given: Fields, read: ReadonlySet<string>): Fields {
  const says = (value: unknown): boolean =>
    value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
  return Object.fromEntries(Object.entries(given).filter(([name, value]) => !read.has(name) && says(value)));
}
