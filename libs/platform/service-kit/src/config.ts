import { samplerNames } from '@turnfleet/telemetry/sdk';
import { z } from 'zod';

export type Env = Readonly<Record<string, string | undefined>>;

export type ParsedConfig<T> =
  | { readonly ok: true; readonly value: T }
  /** One sentence per mistake, each beginning with the variable's name. */
  | { readonly ok: false; readonly problems: readonly string[] };

/** A mistake in what several variables say together, told under the name of one of them. */
export interface Mistake<T> {
  readonly name: keyof T & string;
  readonly message: string;
}

/** Rules over several variables. One that is itself wrong is left out of what they see; what they say of it is dropped. */
type Rules<T> = (config: Partial<T>) => readonly Mistake<T>[];

/** Reads a process's whole configuration at once and tells every mistake. An empty variable counts as unset. */
export function parseConfig<S extends z.ZodRawShape>(
  schema: z.ZodObject<S>,
  env: Env,
  rules: Rules<z.output<z.ZodObject<S>>> = () => [],
): ParsedConfig<z.output<z.ZodObject<S>>> {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  // Each variable by itself: zod would not look at rules over several while a single one is wrong.
  const parsed = Object.entries(schema.shape).map(([name, field]) => [name, z.safeParse(field, given[name])] as const);
  const wrong = new Set(parsed.filter(([, result]) => !result.success).map(([name]) => name));
  const value = Object.fromEntries(
    parsed.flatMap(([name, result]) => (result.success && result.data !== undefined ? [[name, result.data]] : [])),
  ) as z.output<z.ZodObject<S>>;
  const problems = [
    ...parsed.flatMap(([name, result]) =>
      (result.error?.issues ?? []).map(({ message }) => problemText(name, message, given[name])),
    ),
    ...rules(value)
      .filter(({ name }) => !wrong.has(name))
      .map(({ name, message }) => problemText(name, message, given[name])),
  ];
  return problems.length === 0 ? { ok: true, value } : { ok: false, problems };
}

function problemText(name: string, message: string, value: string | undefined): string {
  return value === undefined ? `${name}: ${message}` : `${name}: ${message}, but it is ${shown(name, value)}`;
}

/** Variables whose value may hold a secret: a key, or an address with a user and password in it. */
const secretName = /(^|_)(KEYS?|SECRET|PASSWORD|TOKEN|HEADERS|URL|ENDPOINT)$/;

function shown(name: string, value: string): string {
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

/** The same of what has no default. */
export const countIfAny = (low: number, high: number) => whole(low, high, 'a number').optional();

const hostPortPattern = /^(?:\[[0-9a-fA-F:]+\]|[A-Za-z0-9_.-]+):(\d{1,5})$/;

function isHostPort(text: string): boolean {
  const port = Number(hostPortPattern.exec(text)?.[1] ?? 0);
  return port >= 1 && port <= 65_535;
}

/** Comma-separated `host:port`. */
export const hostPorts = z
  .string()
  .transform((list) => list.split(',').map((entry) => entry.trim()))
  .refine((list) => list.every(isHostPort), 'must be host:port, several separated by commas');

export const hostPort = z.string().refine(isHostPort, 'must be host:port');

/** An amount of US dollars. */
export const usd = (fallback: number) =>
  z
    .string()
    .regex(/^\d+(\.\d+)?$/, 'must be an amount of US dollars')
    .transform(Number)
    .default(fallback);

/** `host:port`, or `dns:///name:port` for a name that resolves to several servers. */
export const grpcTarget = z
  .string()
  .refine((target) => isHostPort(target.replace(/^dns:\/\/\//, '')), 'must be host:port or dns:///name:port');

/** A URL of one of the given schemes. */
export function urlOf(...schemes: readonly string[]) {
  const isOne = (text: string): boolean =>
    URL.canParse(text) && schemes.some((scheme) => text.toLowerCase().startsWith(`${scheme}://`));
  return z.string().refine(isOne, mustBeUrl(schemes));
}

const mustBeUrl = (schemes: readonly string[]): string =>
  `must be a URL that begins with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`;

/** A URL of one of the given schemes, or with several `host:port`, separated by commas, in place of one. */
export function urlOfSome(...schemes: readonly string[]) {
  const several = /^([a-z]+:\/\/(?:[^@/]*@)?[^@,/]+),([^/@]+)(?=\/|$)/i;
  const others = (text: string): readonly string[] => several.exec(text)?.[2]?.split(',') ?? [];
  return z
    .string()
    .refine((text) => others(text).every((place) => isHostPort(place.trim())), 'must have host:port after each comma')
    .transform((text) => ({ text, first: text.replace(several, '$1') }))
    .refine(({ first }) => urlOf(...schemes).safeParse(first).success, mustBeUrl(schemes))
    .transform(({ text }) => text);
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
  OTEL_TRACES_SAMPLER: z
    .enum(samplerNames, `must be one of ${samplerNames.join(', ')}`)
    .default('parentbased_always_on'),
  /** The share of traces that a ratio keeps. */
  OTEL_TRACES_SAMPLER_ARG: z
    .string()
    .regex(/^(0(\.\d+)?|1(\.0+)?)$/, 'must be a share from 0 to 1')
    .transform(Number)
    .default(1),
};

export type CommonConfig = z.output<z.ZodObject<typeof commonConfig>>;
