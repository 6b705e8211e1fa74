import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const apps = join(import.meta.dirname, '../../apps');

/** What an app's `config.ts` exports. */
interface ConfigModule {
  readonly configSchema: { readonly shape: Readonly<Record<string, unknown>> };
  readonly readConfig: (
    env: Readonly<Record<string, string>>,
  ) => { readonly ok: true } | { readonly ok: false; readonly problems: readonly string[] };
}

interface AppConfig {
  /** Every variable it reads. */
  readonly variables: ReadonlySet<string>;
  /** One sentence for each mistake that the app would list at its start, before it ends with 2. */
  mistakes(env: Readonly<Record<string, string>>): readonly string[];
}

export type AppConfigs = ReadonlyMap<string, AppConfig>;

const names = [
  ...(['registry', 'product', 'inventory', 'pricing', 'logistics', 'customer', 'order'] as const),
  ...(['sim-llm', 'orchestrator', 'ingress', 'agent-desk'] as const),
];

/** The configuration of every app, from its own schema; `fleet` is the image of the command line. */
export async function appConfigs(): Promise<AppConfigs> {
  const configs = await Promise.all(names.map(async (name) => [name, configOf(await moduleOf(name))] as const));
  // `turnfleet topics` reads this and nothing else.
  const commands: AppConfig = { variables: new Set(['KAFKA_BROKERS']), mistakes: () => [] };
  return new Map<string, AppConfig>([...configs, ['fleet', commands]]);
}

// By file: tools may not import apps, and this reads what they declare rather than using what they do.
const moduleOf = async (name: string): Promise<ConfigModule> =>
  (await import(pathToFileURL(join(apps, name, 'src/config.ts')).href)) as ConfigModule;

function configOf({ configSchema, readConfig }: ConfigModule): AppConfig {
  return {
    variables: new Set(Object.keys(configSchema.shape)),
    mistakes: (env) => {
      const read = readConfig(env);
      return read.ok ? [] : read.problems;
    },
  };
}
