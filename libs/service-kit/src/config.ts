import { z } from 'zod';

export type Env = Readonly<Record<string, string | undefined>>;

export type ParsedConfig<T> =
  | { readonly ok: true; readonly value: T }
  /** One sentence per mistake, each beginning with the variable's name. */
  | { readonly ok: false; readonly problems: readonly string[] };

/** Reads a process's whole configuration at once. An empty variable counts as unset. */
export function parseConfig<T>(schema: z.ZodType<T>, env: Env): ParsedConfig<T> {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = schema.safeParse(given);
  if (parsed.success) return { ok: true, value: parsed.data };
  return { ok: false, problems: parsed.error.issues.map((issue) => problemText(issue, given)) };
}

function problemText(issue: z.core.$ZodIssue, given: Readonly<Record<string, unknown>>): string {
  const name = issue.path.join('.');
  if (name === '') return issue.message;
  const value = given[name];
  return value === undefined
    ? `${name}: ${issue.message}`
    : `${name}: ${issue.message}, but it is ${shown(name, value)}`;
}

const secretName = /KEY|SECRET|PASSWORD|TOKEN|URL/;

function shown(name: string, value: unknown): string {
  return secretName.test(name) ? 'something else (not shown, it may hold a secret)' : JSON.stringify(value);
}

/** A whole number within bounds, from its decimal text. */
function whole(low: number, high: number, what: string) {
  const message = `must be ${what} (a whole number from ${low} to ${high})`;
  return z
    .string()
    .regex(/^\d+$/, message)
    .transform(Number)
    .refine((value) => value >= low && value <= high, message);
}

/** A TCP port; 0 picks a free one. */
export const port = (fallback: number) => whole(0, 65_535, 'a TCP port').default(fallback);

/** A duration in seconds. */
export const seconds = (fallback: number, low = 1, high = 86_400) => whole(low, high, 'seconds').default(fallback);

/** A duration in milliseconds; 0 switches off. */
export const milliseconds = (fallback: number, high = 60_000) => whole(0, high, 'milliseconds').default(fallback);

export const count = (fallback: number, low: number, high: number) => whole(low, high, 'a number').default(fallback);

const hostPortPattern = /^(\[[0-9a-fA-F:]+\]|[A-Za-z0-9_.-]+):\d{1,5}$/;

/** Comma-separated `host:port`. */
export const hostPorts = z
  .string()
  .transform((list) => list.split(',').map((entry) => entry.trim()))
  .refine(
    (list) => list.every((entry) => hostPortPattern.test(entry)),
    'must be host:port, several separated by commas',
  );

/** `host:port`, or `dns:///name:port` for a name that resolves to several servers. */
export const grpcTarget = z
  .string()
  .refine((target) => hostPortPattern.test(target.replace(/^dns:\/\/\//, '')), 'must be host:port or dns:///name:port');

/** A URL of one of the given schemes. */
export function urlOf(...schemes: readonly string[]) {
  const isOne = (text: string): boolean =>
    URL.canParse(text) && schemes.some((scheme) => text.toLowerCase().startsWith(`${scheme}://`));
  return z
    .string()
    .refine(isOne, `must be a URL that begins with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`);
}

export const flag = z
  .enum(['true', 'false'], 'must be true or false')
  .default('false')
  .transform((value) => value === 'true');

/** What every process reads. */
export const commonConfig = {
  HOST: z.string().default('127.0.0.1'),
  DRAIN_SECONDS: seconds(25, 0, 600),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error'], 'must be debug, info, warn or error').default('info'),
  /** Where spans and metrics go; the exporters read this and the other `OTEL_EXPORTER_OTLP_*` variables themselves. */
  OTEL_EXPORTER_OTLP_ENDPOINT: urlOf('http', 'https').optional(),
};
