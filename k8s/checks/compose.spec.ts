import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { appConfigs } from './app-configs.ts';
import { appOf } from './manifests.ts';

const infra = join(import.meta.dirname, '../../infra');

interface Service {
  readonly image: string;
  readonly build?: { readonly context: string; readonly args: { readonly APP: string } };
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly stop_grace_period?: string;
  readonly read_only?: boolean;
}

const compose = parse(readFileSync(join(infra, 'compose/compose.yaml'), 'utf8'), { merge: true }) as {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
};
const services = Object.entries(compose.services);
const apps = services.filter(([, { image }]) => appOf(image) !== undefined);
const configs = await appConfigs();
const service = (name: string): Service => {
  const found = compose.services[name];
  if (!found) throw new Error(`compose.yaml has no ${name}.`);
  return found;
};

describe('infra/compose/compose.yaml', () => {
  it('runs every app in a container of its own, built from its own sources', () => {
    expect(apps.map(([, { image }]) => appOf(image)).sort()).toEqual([...configs.keys()].sort());
    for (const [, { image, build }] of apps) expect(build?.args.APP).toBe(appOf(image));
    expect(existsSync(join(infra, 'compose', '../..', 'Dockerfile'))).toBe(true);
  });

  it.each(apps)('gives %s settings that it knows and takes', (_name, { image, environment = {} }) => {
    const config = configs.get(appOf(image) ?? '');
    expect(Object.keys(environment).filter((variable) => !config?.variables.has(variable))).toEqual([]);
    expect(config?.mistakes(environment)).toEqual([]);
  });

  it('has every image pinned, and nothing but the host itself reaches a port', () => {
    for (const [, { image }] of services) expect(image).toMatch(/:(?!latest$)[\w.-]+$/);
    for (const port of services.flatMap(([, { ports = [] }]) => ports)) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  it('asks everything for its health that somebody waits for, and all apps', () => {
    const awaited = services.flatMap(([, { depends_on = {} }]) => Object.entries(depends_on));
    for (const [name, { condition }] of awaited) {
      if (condition === 'service_healthy') expect([name, service(name).healthcheck]).toEqual([name, expect.anything()]);
      else expect([name, condition]).toEqual(['topics', 'service_completed_successfully']);
    }
    const running = apps.filter(([name]) => name !== 'topics');
    for (const [name, { healthcheck }] of running) {
      const variable = { ingress: 'PORT', 'agent-desk': 'DESK_PORT' }[name] ?? 'OPS_PORT';
      const port = service(name).environment?.[variable];
      expect(healthcheck?.test.join(' ')).toContain(`http://127.0.0.1:${port}/readyz`);
    }
  });

  it('leaves apps the time to drain, and lets them write nothing', () => {
    for (const [name, { stop_grace_period, read_only, environment }] of apps) {
      const needed = name === 'topics' ? 0 : Number(environment?.['DRAIN_SECONDS']) + 10;
      expect(Number.parseInt(stop_grace_period ?? '', 10)).toBeGreaterThanOrEqual(needed);
      expect(read_only).toBe(true);
    }
  });

  it('mounts files and volumes that are there', () => {
    for (const source of services.flatMap(([, { volumes = [] }]) =>
      volumes.map((volume) => volume.split(':')[0] ?? ''),
    )) {
      if (source.startsWith('.')) expect([source, existsSync(join(infra, 'compose', source))]).toEqual([source, true]);
      else expect(Object.keys(compose.volumes)).toContain(source);
    }
  });

  it('has the Redis of the promises: nothing is evicted, writes are on disk', () => {
    const command = service('redis').command?.join(' ');
    expect(command).toContain('--maxmemory-policy noeviction');
    expect(command).toContain('--appendonly yes');
  });
});

describe('infra/kafka', () => {
  const settings = (file: string): Record<string, string> =>
    Object.fromEntries(
      readFileSync(join(infra, 'kafka', file), 'utf8')
        .split('\n')
        .filter((line) => /^[a-z]/.test(line))
        .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    );

  it.each(['local.properties', 'production.properties'])(
    '%s: no topic by accident, no leader that missed records',
    (file) => {
      expect(settings(file)).toMatchObject({
        'auto.create.topics.enable': 'false',
        'unclean.leader.election.enable': 'false',
      });
    },
  );

  it('production.properties: a record is safe when two of three have it', () => {
    expect(settings('production.properties')).toMatchObject({
      'default.replication.factor': '3',
      'min.insync.replicas': '2',
      'offsets.topic.replication.factor': '3',
    });
  });
});
