import { checkFlow, type KnownTool } from './check-flows.ts';
import type { Flow } from './flow.ts';
import { readFlow } from './read-flow.ts';

/** Text of a file under its name. */
export interface FlowText {
  readonly file: string;
  readonly text: string;
}

export type ReadFlows =
  | { readonly ok: true; readonly flows: readonly Flow[] }
  /** `flows/a.yaml:7: what is wrong`, each. */
  | { readonly ok: false; readonly problems: readonly string[] };

/** The flows of a folder, if all of them may run together. `tools` null: they are not known here. */
export function readFlows(texts: readonly FlowText[], tools: readonly KnownTool[] | null): ReadFlows {
  const read = texts.map(({ file, text }) => ({ file, ...readFlow(text) }));
  const flows = read.flatMap((one) => (one.ok ? [{ file: one.file, flow: one.flow }] : []));
  const byName = new Map(flows.map(({ flow }) => [flow.name, flow]));
  const problems = [
    ...read.flatMap((one) => (one.ok ? [] : one.problems.map((problem) => ({ file: one.file, ...problem })))),
    ...flows.flatMap(({ file, flow }) => checkFlow(flow, byName, tools).map((problem) => ({ file, ...problem }))),
    ...twice(
      flows.map(({ file, flow }) => ({ file, names: [flow.name] })),
      'There is another flow',
    ),
    ...twice(
      flows.map(({ file, flow }) => ({ file, names: flow.intents })),
      'Another flow wants the intent',
    ),
  ];
  if (problems.length === 0) return { ok: true, flows: flows.map(({ flow }) => flow) };
  return { ok: false, problems: problems.map(({ file, line, message }) => `${file}:${line}: ${message}`) };
}

function twice(named: readonly { readonly file: string; readonly names: readonly string[] }[], what: string) {
  const first = new Map<string, string>();
  return named.flatMap(({ file, names }) =>
    names.flatMap((name) => {
      const before = first.get(name);
      first.set(name, before ?? file);
      return before === undefined ? [] : [{ file, line: 1, message: `${what} "${name}": ${before}.` }];
    }),
  );
}
