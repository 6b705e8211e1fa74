import type { ShadowStep } from '@turnfleet/contract/events';
import type { ModelToolCall } from '@turnfleet/model';
import { repairArguments } from '@turnfleet/tools';

/** Tools chosen and their arguments by two models, whatever the order. Values are compared, not told. */
export function compareCalls(answered: readonly ModelToolCall[], candidate: readonly ModelToolCall[]): ShadowStep {
  const [ours, theirs] = [sorted(answered), sorted(candidate)];
  const names = { answered: ours.map(({ name }) => name), candidate: theirs.map(({ name }) => name) };
  if (names.answered.join() !== names.candidate.join()) return { result: 'others', ...names, differing: [] };
  const differing = new Set(ours.flatMap((call, i) => differences(call, theirs[i])));
  return { result: differing.size === 0 ? 'same' : 'arguments', ...names, differing: [...differing] };
}

interface Meant {
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** By name and arguments, so that equal calls meet. */
function sorted(calls: readonly ModelToolCall[]): readonly Meant[] {
  const meant = calls.map(({ name, arguments: text }) => ({ name, arguments: repairArguments(text) ?? {} }));
  const keyOf = (call: Meant): string => `${call.name} ${inOrder(call.arguments)}`;
  return meant.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function differences({ name, arguments: ours }: Meant, other: Meant | undefined): readonly string[] {
  const theirs = other?.arguments ?? {};
  const fields = new Set([...Object.keys(ours), ...Object.keys(theirs)]);
  return [...fields]
    .filter((field) => inOrder(ours[field]) !== inOrder(theirs[field]))
    .map((field) => `${name}.${field}`);
}

/** The same text for the same value, whatever the order of its fields. */
const inOrder = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  ) ?? '';
