import { readFileSync } from 'node:fs';
import { signingMistakes, turnTrustFields } from '@turnfleet/auth';
import { aloneAs, backboneFields, sharingMistakes } from '@turnfleet/backbone/config';
import { topics } from '@turnfleet/contract/events';
import { isTimeZone, nowhereElse, readZones, type ShopZones, shopTimeZone } from '@turnfleet/contract/schemas';
import { builtInCatalogue, builtInCatalogueText, type CatalogueSource, readCatalogue } from '@turnfleet/model';
import {
  commonConfig,
  count,
  countIfAny,
  type Env,
  type Mistake,
  type ParsedConfig,
  parseConfig,
  port,
  seconds,
  toolsConfig,
  urlOf,
} from '@turnfleet/service-kit';
import { type DeskHours, readDeskHours } from '@turnfleet/turn';
import { z } from 'zod';
import { dialogueTimes } from './dialogue-times.ts';
import { extraHeaders } from './extra-headers.ts';
import { type FlowsFolder, readFolder, shippedEncoder, shippedFlows, shippedIntents } from './flows-folder.ts';

/** The catalogue to begin with; `path` is that of its file, null if it is the built-in one. */
export interface ModelsFile extends CatalogueSource {
  readonly path: string | null;
}

const builtIn: ModelsFile = { path: null, text: builtInCatalogueText, catalogue: builtInCatalogue };

const modelsFile = z.string().transform((path, context): ModelsFile => {
  const text = textOf(path);
  const read = text === null ? { ok: false as const, problems: ['it cannot be read'] } : readCatalogue(text);
  if (read.ok) return { path, text: text ?? '', catalogue: read.catalogue };
  for (const problem of read.problems) {
    context.addIssue({ code: 'custom', message: `must name a file with a model catalogue (${problem})` });
  }
  return z.NEVER;
});

const flowsFolder = z.string().transform((path, context): FlowsFolder | null => {
  if (path === 'off') return null;
  const read = readFolder(path === '' ? shippedFlows : path);
  if (read.ok) return read.folder;
  for (const problem of read.problems)
    context.addIssue({ code: 'custom', message: `must name a folder with flows, or be \`off\` (${problem})` });
  return z.NEVER;
});

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

const zonesElsewhere = z.string().transform((text, context): ShopZones['elsewhere'] => {
  const read = readZones(text);
  if (read.ok) return read.zones;
  const message = `must be like city:London=Europe/London,tenant:acme=Europe/Berlin (not: ${read.wrong.join(', ')})`;
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

const deskHours = z.string().transform((text, context): DeskHours => {
  const read = readDeskHours(text);
  if ('hours' in read) return read.hours;
  const message = `must be always, or like Mon-Fri 09:00-21:00, Sat-Sun 10:00-18:00 (not: ${read.wrong.join(', ')})`;
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

const quota = /^([^=]{1,128})=(\d{1,6}(?:\.\d{1,3})?)$/;
const upstreamQuotas = z.string().transform((text, context): ReadonlyMap<string, number> => {
  const read = text.split(',').map((one) => quota.exec(one.trim()));
  const found = read.flatMap((one) => (one?.[1] && Number(one[2]) > 0 ? [[one[1], Number(one[2])] as const] : []));
  if (found.length === read.length) return new Map(found);
  const message = 'must be like acme=50,*=20: turns a second of a tenant, or of each that is not named';
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

export { deskHours };

const upstreamTopic = /^([A-Za-z0-9._-]{1,249})=([^=,]{1,128})$/;
const upstreamTopics = z.string().transform((text, context): ReadonlyMap<string, string> => {
  const read = text.split(',').map((one) => upstreamTopic.exec(one.trim()));
  const found = new Map(read.flatMap((one) => (one?.[1] && one[2] ? [[one[1], one[2]] as const] : [])));
  const ours: readonly string[] = Object.values(topics);
  if (found.size === read.length && ![...found.keys()].some((topic) => ours.includes(topic))) return found;
  const message =
    'must be like crm.turns=acme,shop.turns=beta: each topic of an upstream once, none of the fleet’s own';
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

export const configSchema = z.object({
  ...commonConfig,
  ...toolsConfig,
  ...turnTrustFields,
  UPSTREAM_TENANT: z.string().min(1).max(128).optional(),
  UPSTREAM_QUOTAS: upstreamQuotas.optional(),
  UPSTREAM_TOPICS: upstreamTopics.optional(),
  ...backboneFields,
  KAFKA_GROUP_ID: z.string().min(1).max(249).default('turnfleet-orchestrator'),
  TURN_DEADLINE_SECONDS: seconds(30, 1, 3_600),
  COALESCE_MS: count(0, 0, 10_000),
  // Longer than the ledger remembers what was answered.
  CONVERSATION_IDLE_DAYS: count(30, 9, 3_650),
  DIALOGUE_TIMES: dialogueTimes,
  DESK_HOURS: deskHours.optional(),
  HANDOFF_ORDER_VALUE: countIfAny(0, 1_000_000_000),
  SHOP_TIME_ZONE: z
    .string()
    .refine(isTimeZone, 'must be the IANA name of a time zone, e.g. Asia/Shanghai')
    .default(shopTimeZone),
  SHOP_TIME_ZONES: zonesElsewhere.default(nowhereElse),
  GROUNDING_OFF: z
    .string()
    .default('')
    .transform(
      (text) =>
        new Set(
          text
            .split(',')
            .map((one) => one.trim())
            .filter((one) => one !== ''),
        ),
    ),
  MAX_TURNS_IN_FLIGHT: count(1_000, 1, 100_000),
  MAX_TURN_ATTEMPTS: count(3, 1, 100),
  OPENAI_BASE_URL: urlOf('http', 'https').optional(),
  OPENAI_API_KEY: z.string().optional(),
  OPENAI_HEADERS: extraHeaders.optional(),
  ANTHROPIC_BASE_URL: urlOf('http', 'https').optional(),
  ANTHROPIC_API_KEY: z.string().optional(),
  ANTHROPIC_HEADERS: extraHeaders.optional(),
  MODELS_FILE: modelsFile.default(builtIn),
  FLOWS_DIR: flowsFolder.prefault(''),
  ENCODER_DIR: z
    .string()
    .min(1)
    .default(shippedEncoder)
    .transform((path) => (path === 'off' ? null : path)),
  INTENTS_DIR: z.string().min(1).default(shippedIntents),
  SIM_LLM_PORT: port(8_090),
  OPS_PORT: port(9_464),
});

export type Config = z.output<typeof configSchema>;

/** As a process of its own it shares log and state with the others, and has to know where they listen. */
function mistakesAlone(config: Partial<Config>): Mistake<Config>[] {
  const alone = aloneAs('the orchestrator');
  const services = ['PRODUCT', 'INVENTORY', 'PRICING', 'LOGISTICS'] as const;
  const found = config.REGISTRY_ADDR !== undefined;
  const unknown = [
    ...(found ? [] : services).flatMap((name) =>
      config[`${name}_ADDR`] === undefined ? [`${name}_PORT` as const] : [],
    ),
    ...(isSimulated(config) ? ['SIM_LLM_PORT' as const] : []),
  ].filter((name) => config[name] === 0);
  return [
    ...signingMistakes(config),
    ...sharingMistakes(config, alone),
    ...unknown.map((name) => ({ name, message: `must be the port where that service listens, not 0, when ${alone}` })),
  ];
}

export const readConfig = (env: Env): ParsedConfig<Config> => parseConfig(configSchema, env, mistakesAlone);

/**
 * Whether answers come from the bundled simulator: nobody gave a catalogue, an endpoint or a key. A catalogue of one's own
 * is meant, so what it lacks is told, not played.
 */
export function isSimulated(config: Pick<Partial<Config>, (typeof modelVariables)[number] | 'MODELS_FILE'>): boolean {
  return (config.MODELS_FILE?.path ?? null) === null && modelVariables.every((name) => config[name] === undefined);
}

const modelVariables = ['OPENAI_BASE_URL', 'OPENAI_API_KEY', 'ANTHROPIC_BASE_URL', 'ANTHROPIC_API_KEY'] as const;

/** The key that a catalogue names by its variable. A file that is read again may name another, so it is looked up each time. */
export const keyFromEnvironment = (variable: string): string | undefined => process.env[variable] || undefined;
