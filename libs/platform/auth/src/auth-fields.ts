import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { asymmetricAlgorithms, claimNames } from './jwt-claims.ts';
import { readKeysFile } from './keys-file.ts';
import { signingKeys } from './signing-keys.ts';

const modes = ['none', 'apikey', 'jwt'] as const;
export type AuthMode = (typeof modes)[number];

const listOf = (text: string): readonly string[] => text.split(',').map((one) => one.trim());

/** Fields of a configuration: what every process reads that vouches for a turn, or goes by who did. */
export const turnTrustFields = {
  AUTH_MODE: z
    .string()
    .refine(
      (text) => listOf(text).every((one) => modes.some((mode) => mode === one)),
      'must be none, or apikey, jwt or both, separated by a comma',
    )
    .refine(
      (text) => !listOf(text).includes('none') || listOf(text).length === 1,
      'must be none alone, or name who may come in',
    )
    .transform((text) => modes.filter((mode) => listOf(text).includes(mode)))
    .default(['none']),
  TURN_SIGNING_KEYS: z
    .string()
    .transform((text, context) => {
      const keys = signingKeys(text);
      if (keys) return keys;
      context.addIssue({
        code: 'custom',
        message: 'must be NAME:KEY, several separated by commas, each key of 32 characters or more',
      });
      return z.NEVER;
    })
    .optional(),
};

const algorithms = z
  .string()
  .transform(listOf)
  .refine(
    (list) => list.every((one) => asymmetricAlgorithms.some((known) => known === one)),
    `must be of ${asymmetricAlgorithms.join(', ')}, several separated by commas`,
  );

const keysFileField = z.string().superRefine((path, context) => {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return context.addIssue({ code: 'custom', message: 'must name a file that can be read' });
  }
  const read = readKeysFile(text);
  for (const problem of read.ok ? [] : read.problems)
    context.addIssue({ code: 'custom', message: `must name a file of API keys (${problem})` });
});

/** The same for those whom clients talk to: how somebody comes in. */
export const authFields = {
  ...turnTrustFields,
  API_KEYS_FILE: keysFileField.optional(),
  JWT_ISSUER: z.string().min(1).optional(),
  JWT_AUDIENCE: z.string().min(1).optional(),
  JWT_JWKS_URL: z.url({ protocol: /^https?$/, error: 'must be a URL that begins with http:// or https://' }).optional(),
  JWT_ALGORITHMS: algorithms.default(['ES256', 'RS256', 'EdDSA']),
  JWT_CLOCK_SKEW_SECONDS: z
    .string()
    .regex(/^([0-9]|[1-9][0-9]|[12][0-9][0-9]|300)$/, 'must be seconds (a whole number from 0 to 300)')
    .transform(Number)
    .default(30),
  JWT_CLAIMS: z
    .string()
    .transform((text, context) => {
      const names = claimNames(text);
      if (names) return names;
      context.addIssue({
        code: 'custom',
        message: 'must be like tenant=org.id,user=sub,scopes=scope,level=level, with a user and scopes',
      });
      return z.NEVER;
    })
    .prefault(''),
};

export type AuthConfig = z.output<z.ZodObject<typeof authFields>>;

/** Whether nobody signs in. */
export const isOpen = ({ AUTH_MODE }: Pick<AuthConfig, 'AUTH_MODE'>): boolean => AUTH_MODE.includes('none');

interface Mistake {
  readonly name: keyof AuthConfig;
  readonly message: string;
}

/** What the fields say together; `shares`: the process has a log, and a state, that others use too. */
export function authMistakes(
  config: Partial<AuthConfig>,
  shares: { readonly log: boolean; readonly state: boolean },
): Mistake[] {
  const { AUTH_MODE: mode } = config;
  if (mode === undefined || isOpen({ AUTH_MODE: mode })) return [];
  const missing = (name: keyof AuthConfig, why: string): Mistake[] =>
    config[name] === undefined ? [{ name, message: `is needed ${why}` }] : [];
  const jwt = mode.includes('jwt') ? (['JWT_ISSUER', 'JWT_AUDIENCE', 'JWT_JWKS_URL'] as const) : [];
  return [
    ...jwt.flatMap((name) => missing(name, 'while AUTH_MODE has jwt')),
    ...(mode.includes('apikey') && !shares.state
      ? missing(
          'API_KEYS_FILE',
          'while AUTH_MODE has apikey and there is no REDIS_URL: keys inside this process nobody could make',
        )
      : []),
    ...(shares.log ? signingMistakes(config) : []),
  ];
}

/** For those who share the log: whoever answers turns has to know who signs them. */
export function signingMistakes({
  AUTH_MODE: mode,
  TURN_SIGNING_KEYS: keys,
}: Partial<Pick<AuthConfig, 'AUTH_MODE' | 'TURN_SIGNING_KEYS'>>): { name: 'TURN_SIGNING_KEYS'; message: string }[] {
  if (mode === undefined || isOpen({ AUTH_MODE: mode }) || keys !== undefined) return [];
  const message =
    'is needed while AUTH_MODE is not none and turns go through Kafka: the workers go by who signed a turn';
  return [{ name: 'TURN_SIGNING_KEYS', message }];
}
