import type { ISecret } from 'kubernetes-models/v1/Secret';
import type { AppConfigs } from './app-configs.ts';
import {
  appOf,
  type Container,
  containersOf,
  type Manifest,
  nameOf,
  ofKind,
  podOf,
  titleOf,
  type Workload,
  workloads,
} from './manifests.ts';

type Values = Readonly<Record<string, string>>;

/** What a container's environment is made of, with the secrets of the cluster at hand. */
interface Sources {
  readonly configMaps: ReadonlyMap<string, Values>;
  readonly secrets: ReadonlyMap<string, Values>;
}

interface Environment {
  readonly values: Values;
  /** References that lead nowhere. */
  readonly missing: readonly string[];
}

/**
 * Settings that the apps do not know or would refuse, and references that lead nowhere. `secrets` are those that the
 * cluster has already.
 */
export function settingProblems(
  manifests: readonly Manifest[],
  configs: AppConfigs,
  secrets: readonly ISecret[],
): string[] {
  const sources = sourcesOf(manifests, secrets);
  return workloads(manifests).flatMap((workload) =>
    containersOf(workload).flatMap((container) => {
      const { values, missing } = environmentOf(container, sources);
      const app = appOf(container.image);
      const found =
        app === undefined ? [] : [...appProblems(app, values, configs), ...graceProblems(workload, container, values)];
      return [...missing, ...found].map((problem) => `${titleOf(workload)}: ${problem}`);
    }),
  );
}

/** The environment of the app `app`, as its pods get it. */
export function environmentOfApp(manifests: readonly Manifest[], app: string, secrets: readonly ISecret[]): Values {
  const containers = workloads(manifests).flatMap(containersOf);
  const container = containers.find(({ image }) => appOf(image) === app);
  return container ? environmentOf(container, sourcesOf(manifests, secrets)).values : {};
}

function appProblems(app: string, values: Values, configs: AppConfigs): string[] {
  const config = configs.get(app);
  if (!config) return [`there is no app ${app}`];
  const unknown = Object.keys(values).filter((name) => !config.variables.has(name));
  return [...unknown.map((name) => `${app} has no setting ${name}`), ...config.mistakes(values)];
}

/** Longest that an app needs after its drain: closing what it holds, and sending the last spans and metrics. */
const afterDrainSeconds = 10;

function graceProblems(workload: Workload, { lifecycle }: Container, { DRAIN_SECONDS }: Values): string[] {
  if (workload.kind === 'Job') return [];
  const needed = (lifecycle?.preStop?.sleep?.seconds ?? 0) + Number(DRAIN_SECONDS) + afterDrainSeconds;
  const given = podOf(workload)?.terminationGracePeriodSeconds ?? 30;
  return given >= needed ? [] : [`is killed ${given} s after it is asked to stop, and needs up to ${needed}`];
}

function sourcesOf(manifests: readonly Manifest[], secrets: readonly ISecret[]): Sources {
  const configMaps = ofKind(manifests, 'ConfigMap').map((map) => [nameOf(map), map.data ?? {}] as const);
  const all = [...secrets, ...ofKind(manifests, 'Secret')];
  return { configMaps: new Map(configMaps), secrets: new Map(all.map((secret) => [nameOf(secret), textsOf(secret)])) };
}

function textsOf({ data = {}, stringData = {} }: ISecret): Values {
  const decoded = Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()] as const);
  return { ...Object.fromEntries(decoded), ...stringData };
}

function environmentOf(container: Container, { configMaps, secrets }: Sources): Environment {
  const values: Record<string, string> = {};
  const missing: string[] = [];
  for (const { configMapRef, secretRef } of container.envFrom ?? []) {
    const name = configMapRef?.name ?? secretRef?.name ?? '';
    const found = (configMapRef ? configMaps : secrets).get(name);
    if (found) Object.assign(values, found);
    else missing.push(`there is no ${configMapRef ? 'ConfigMap' : 'Secret'} ${name}`);
  }
  for (const { name, value, valueFrom } of container.env ?? []) {
    const { secretKeyRef, configMapKeyRef } = valueFrom ?? {};
    const from = secretKeyRef
      ? secrets.get(secretKeyRef.name ?? '')
      : configMapKeyRef && configMaps.get(configMapKeyRef.name ?? '');
    const key = secretKeyRef?.key ?? configMapKeyRef?.key ?? '';
    const text = value ?? from?.[key];
    if (text === undefined) missing.push(`${name} refers to a key ${key} that is nowhere`);
    else values[name] = text;
  }
  return { values, missing };
}
