/** What a measured value has to reach. */
interface Bar {
  readonly what: string;
  readonly atLeast?: number;
  readonly atMost?: number;
}

export interface Judged extends Bar {
  /** Null if it was not measured in this run. */
  readonly value: number | null;
  readonly verdict: 'reached' | 'short' | 'not measured';
}

export function judge(bar: Bar, value: number | null): Judged {
  if (value === null) return { ...bar, value, verdict: 'not measured' };
  const reached =
    value >= (bar.atLeast ?? Number.NEGATIVE_INFINITY) && value <= (bar.atMost ?? Number.POSITIVE_INFINITY);
  return { ...bar, value, verdict: reached ? 'reached' : 'short' };
}

/** "12.4, at least 12: reached", "0.7, at least 0.85: short by 0.15 (18 %)". */
export function barText({ what, atLeast, atMost, value, verdict }: Judged): string {
  const limit = atLeast ?? atMost ?? 0;
  const asked = `at ${atLeast === undefined ? 'most' : 'least'} ${short(limit)}`;
  if (value === null) return `${what}: not measured (${asked})`;
  if (verdict === 'reached') return `${what}: ${short(value)}, ${asked}: reached`;
  const by = Math.abs(limit - value);
  const part = limit === 0 ? '' : ` (${Math.round((by / limit) * 100)} %)`;
  return `${what}: ${short(value)}, ${asked}: short by ${short(by)}${part}`;
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
