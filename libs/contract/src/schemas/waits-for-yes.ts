import type { ToolCallRecord } from './reply.ts';

type Call = Pick<ToolCallRecord, 'name' | 'arguments' | 'reason'> & {
  readonly outcome: ToolCallRecord['outcome'] | null;
};

/**
 * Whether a call among those of one reply was held for the shopper's yes: `skipped` alone says that it was not made. It is
 * the first such call that has no twin before it, whose result it would only repeat. Takes no schema along, so that a page
 * can have it.
 */
export function waitsForYes(calls: readonly Call[], place: number): boolean {
  const held = calls.findIndex(
    (call, i) =>
      call.outcome === 'skipped' && call.reason === undefined && !calls.slice(0, i).some((one) => same(one, call)),
  );
  return place === held;
}

const same = (a: Call, b: Call): boolean =>
  a.name === b.name && JSON.stringify(a.arguments) === JSON.stringify(b.arguments);
