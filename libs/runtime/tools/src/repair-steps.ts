/** One way in which models write what is not JSON, and the text without it. Each step is given what the one before left. */
interface RepairStep {
  readonly name: string;
  readonly mend: (text: string) => string;
}

export const repairSteps: readonly RepairStep[] = [
  {
    name: 'a code fence',
    mend: (text) => /```[\w-]*\s*\n?([\s\S]*?)```/.exec(text)?.[1] ?? text.replace(/^\s*```[\w-]*/, ''),
  },
  { name: 'an object twice encoded', mend: (text) => (isString(text) ? String(JSON.parse(text)) : text) },
  { name: 'words around the first object', mend: (text) => firstObject(text) },
  { name: 'line breaks within a string', mend: escapedBreaks },
  {
    name: 'a comma behind the last member',
    mend: (text) => outsideStrings(text, (part) => part.replace(/,(\s*[}\]])/g, '$1')),
  },
];

function isString(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'string';
  } catch {
    return false;
  }
}

/** From the first brace to the one that closes it, to the end if none does; an empty one before another is passed over. */
function firstObject(text: string): string {
  let start = text.indexOf('{');
  if (start < 0) return text;
  for (;;) {
    const end = endOfObject(text, start);
    const next = text.indexOf('{', end);
    const isEmpty = text.slice(start + 1, end - 1).trim() === '';
    if (!isEmpty || next < 0 || text.slice(end, next).trim() !== '') return text.slice(start, end);
    start = next;
  }
}

/** Behind the brace that closes the one at `start`. */
export function endOfObject(text: string, start: number): number {
  let depth = 0;
  for (const { at, character } of outside(text, start)) {
    if (character === '{') depth++;
    else if (character === '}' && --depth === 0) return at + 1;
  }
  return text.length;
}

/** The characters that are in no string, in order. */
function* outside(text: string, start: number): Generator<{ readonly at: number; readonly character: string }> {
  let inString = false;
  for (let at = start; at < text.length; at++) {
    const character = text.charAt(at);
    if (inString && character === '\\') at++;
    else if (character === '"') inString = !inString;
    else if (!inString) yield { at, character };
  }
}

const strings = /"(?:[^"\\]|\\[\s\S])*"/g;
const escapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escapedBreaks(text: string): string {
  return text.replace(strings, (one) => one.replace(/[\n\r\t]/g, (character) => escapes[character] ?? character));
}

function outsideStrings(text: string, mend: (part: string) => string): string {
  const kept = text.match(strings) ?? [];
  // A string stands for itself meanwhile: one that is empty and alike for all, in their order.
  return mend(text.replace(strings, '""')).replace(/""/g, () => kept.shift() ?? '""');
}
