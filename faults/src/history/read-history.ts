import { createReadStream } from 'node:fs';
import { type HistoryEvent, type HistoryLine, historyEventSchema } from './history-event.ts';
import { historyOrder } from './history-order.ts';

/** What is wrong with a line, from 1; 0 for the file as a whole. */
export interface HistoryProblem {
  readonly line: number;
  readonly problem: string;
}

/**
 * The events of a history in the order of its lines. A line that cannot be read is told to `report` and left out, so that
 * all problems of a file are found in one go; what a history with problems shows proves nothing.
 */
export async function* readHistory(
  lines: AsyncIterable<string> | Iterable<string>,
  report: (problem: HistoryProblem) => void,
): AsyncGenerator<HistoryLine> {
  const order = historyOrder();
  let line = 0;
  for await (const text of lines) {
    line++;
    const read = eventOf(text);
    const problem = read.event ? order.next(read.event) : read.problem;
    if (problem !== null) report({ line, problem });
    else if (read.event) yield { line, event: read.event };
  }
  const problem = order.end();
  if (problem !== null) report({ line: 0, problem });
}

/** The lines of a file, without their ends. Rejects with the error of the file system. */
export async function* linesOf(path: string): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of createReadStream(path, { encoding: 'utf8', highWaterMark: 1 << 20 })) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

type ReadLine = { readonly event: HistoryEvent } | { readonly event: null; readonly problem: string };

function eventOf(text: string): ReadLine {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { event: null, problem: 'is not JSON' };
  }
  const read = historyEventSchema.safeParse(json);
  if (read.success) return { event: read.data };
  const wrong = read.error.issues.map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(': '));
  return { event: null, problem: wrong.join('; ') };
}
