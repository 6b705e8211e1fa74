import type { RunningFlow } from '@turnfleet/contract/schemas';
import type { Flow } from './flow.ts';
import { unpackedFlow } from './read-flow.ts';

/** The flows that dialogues may begin. */
export interface FlowSet {
  readonly flows: ReadonlyMap<string, Flow>;
  /** The flow that wants this intent, null if none does. */
  startedBy(intent: string): Flow | null;
  /** The very flow that a dialogue began with. Throws `internal` if it cannot be read any more. */
  versionOf(running: Pick<RunningFlow, 'flow' | 'version' | 'text'>): Flow;
}

/** Old versions that are kept unpacked. */
const mostUnpacked = 32;

export function flowSet(flows: readonly Flow[]): FlowSet {
  const byName = new Map(flows.map((flow) => [flow.name, flow]));
  const byIntent = new Map(flows.flatMap((flow) => flow.intents.map((intent) => [intent, flow] as const)));
  const older = new Map<string, Flow>();
  return {
    flows: byName,
    startedBy: (intent) => byIntent.get(intent) ?? null,
    versionOf({ flow: name, version, text }) {
      const current = byName.get(name);
      if (current?.version === version) return current;
      const known = older.get(version) ?? unpackedFlow(text);
      older.delete(version);
      older.set(version, known);
      const [oldest] = older.keys();
      if (older.size > mostUnpacked && oldest !== undefined) older.delete(oldest);
      return known;
    },
  };
}
