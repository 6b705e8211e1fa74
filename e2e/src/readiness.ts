import { eventually } from '@turnfleet/testing/eventually';

/** What `/readyz` says is wrong, by dependency. */
export async function problems(origin: string): Promise<Readonly<Record<string, string>>> {
  const { checks } = (await (await fetch(`${origin}/readyz`)).json()) as { checks: Record<string, string> };
  return Object.fromEntries(Object.entries(checks).filter(([, state]) => state !== 'ok'));
}

/** Until `/readyz` names a dependency that matches as the only kind of trouble, or, with null, none at all. */
export async function untilReadinessNames(origin: string, name: RegExp | null, withinMs: number): Promise<true> {
  const wanted = name === null ? 'everything is ready' : `${name} is named as not ready`;
  let last: Readonly<Record<string, string>> = {};
  try {
    return await eventually(wanted, withinMs, async () => {
      last = await problems(origin);
      const names = Object.keys(last);
      return (name === null ? names.length === 0 : names.some((one) => name.test(one))) || null;
    });
  } catch (cause) {
    throw new Error(`${wanted}: not within ${withinMs} ms, but ${JSON.stringify(last)}`, { cause });
  }
}
