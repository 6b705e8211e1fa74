import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defaultPartitions } from '@turnfleet/contract/events';
import { type AppConfigs, appConfigs } from './app-configs.ts';
import { appOf, containersOf, type Manifest, nameOf, ofKind, workloads } from './manifests.ts';
import { schemaProblems, typeProblems } from './models.ts';
import { podProblems } from './pods.ts';
import { findRenderer, parseManifests } from './render.ts';
import { scalingProblems } from './scaling.ts';
import { environmentOfApp, settingProblems } from './settings.ts';

const renderer = await findRenderer();
const ci = process.env['CI'] === 'true';
if (!renderer && !ci) {
  process.stderr.write(
    'skipped: k8s needs kubectl, kustomize or go to render its overlays, and none of them works here\n',
  );
}
const describeRendered = renderer || ci ? describe : describe.skip;
const domains = ['product', 'inventory', 'pricing', 'logistics', 'customer', 'order'];
const folders = ['base', 'overlays/local', 'overlays/production'] as const;

const k8s = join(import.meta.dirname, '..');
const examplePath = join(k8s, 'overlays/production/secrets.example.yaml');
const exampleSecrets = ofKind(parseManifests(await readFile(examplePath, 'utf8')), 'Secret');
const configs = await appConfigs();

/** The cluster's own secrets: in `local`, the overlay brings them. */
const secretsFor = (folder: string) => (folder === 'overlays/local' ? [] : exampleSecrets);

/** What ingress and desk say at their start as long as nobody vouches for their callers. */
const refusal = /^Deployment (?:ingress|agent-desk): HOST: must be a loopback address/;

function problemsOf(manifests: readonly Manifest[], folder: string, known: AppConfigs): string[] {
  const secrets = secretsFor(folder);
  const { KAFKA_BROKERS: brokers, KAFKA_GROUP_ID: group } = environmentOfApp(manifests, 'orchestrator', secrets);
  return [
    ...podProblems(manifests),
    ...scalingProblems(manifests, { partitions: defaultPartitions, consumer: { brokers, group } }),
    ...settingProblems(manifests, known, secrets),
  ];
}

function render(folder: string): Promise<Manifest[]> {
  if (!renderer) throw new Error('There is no kubectl, kustomize or go to render k8s/ with: install one of them.');
  return renderer(folder);
}

describeRendered.each(folders)('k8s/%s', (folder) => {
  let manifests: Manifest[];
  beforeAll(async () => {
    manifests = await render(folder);
  }, 120_000);

  it('renders objects that Kubernetes and KEDA know, field by field', async () => {
    expect(await schemaProblems(manifests)).toEqual([]);
    expect(await typeProblems(manifests)).toEqual([]);
  }, 60_000);

  it('renders pods, services and scalers that fit together and settings that the apps take', () => {
    const problems = problemsOf(manifests, folder, configs);
    expect(problems.filter((problem) => !refusal.test(problem))).toEqual([]);
  });

  it('refuses anonymous callers unless it is for one machine', () => {
    const refused = problemsOf(manifests, folder, configs).some((problem) => refusal.test(problem));
    expect(refused).toBe(folder !== 'overlays/local');
  });

  it('finds every domain service through the registry, which all of them and their callers know', () => {
    const headless = ofKind(manifests, 'Service').filter(({ spec }) => spec?.clusterIP === 'None');
    const known = headless.map((service) => `${nameOf(service)}:${service.spec?.ports?.[0]?.port}`);
    const environments = [...domains, 'orchestrator', 'ingress'].map((app) =>
      environmentOfApp(manifests, app, secretsFor(folder)),
    );
    const named = new Set(environments.map(({ REGISTRY_ADDR }) => REGISTRY_ADDR));
    expect([...named]).toEqual(['registry:50050']);
    expect(known).toContain('registry:50050');
  });

  it('lets those services tell what changes that keep it', () => {
    const told = domains.filter((app) => 'KAFKA_BROKERS' in environmentOfApp(manifests, app, secretsFor(folder)));
    expect(told).toEqual(['product', 'inventory', 'pricing']);
  });

  it('runs the model simulator on one machine only', () => {
    const apps = workloads(manifests)
      .flatMap(containersOf)
      .map(({ image }) => appOf(image));
    expect(apps.includes('sim-llm')).toBe(folder === 'overlays/local');
    const real = ['fleet', 'registry', ...domains, 'orchestrator', 'ingress', 'agent-desk'];
    expect(apps).toEqual(expect.arrayContaining(real));
  });
});

describeRendered('k8s/overlays/production behind a gateway', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'turnfleet-gateway-')));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('starts, and takes callers from the gateway only', async () => {
    const to = (path: string): string => relative(folder, join(k8s, path));
    const kustomization = `resources: ['${to('overlays/production')}']\ncomponents: ['${to('components/behind-gateway')}']\n`;
    await writeFile(join(folder, 'kustomization.yaml'), kustomization);
    const manifests = await render(relative(k8s, folder));
    expect(problemsOf(manifests, 'overlays/production', configs)).toEqual([]);
    const policy = ofKind(manifests, 'NetworkPolicy').find((one) => nameOf(one) === 'ingress');
    const from = [{ namespaceSelector: { matchLabels: { 'turnfleet.dev/gateway': 'true' } } }];
    expect(policy?.spec?.ingress).toEqual([{ ports: [{ port: 'http' }], from }]);
  }, 60_000);
});

describeRendered('mistakes planted in k8s/overlays/local', () => {
  let manifests: Manifest[];
  beforeAll(async () => {
    manifests = await render('overlays/local');
  }, 120_000);

  /** A copy where one field of one object has another value; undefined takes it away. */
  function planted(title: string, path: string, value: unknown): Manifest[] {
    const copy = structuredClone(manifests);
    const withoutHash = (name: string): string => name.replace(/-[a-z0-9]{10}$/, '');
    const object = copy.find((manifest) => `${manifest.kind} ${withoutHash(nameOf(manifest))}` === title);
    if (!object) throw new Error(`There is no ${title}.`);
    set(object, path.split('.'), value);
    return copy;
  }

  function set(at: object, [name = '', ...rest]: readonly string[], value: unknown): void {
    const below: unknown = Reflect.get(at, name);
    if (rest.length > 0 && typeof below === 'object' && below !== null) set(below, rest, value);
    else if (rest.length > 0) throw new Error(`There is no ${name}.`);
    else if (value === undefined) Reflect.deleteProperty(at, name);
    else Reflect.set(at, name, value);
  }

  it.each([
    ['Deployment product-service', 'spec.template.spec.terminationGracePeriod', 45],
    ['ScaledObject orchestrator', 'spec.maxReplicas', 4],
  ])(
    'are found by the types and not by the schemas: an unknown field, %s %s',
    async (title, path, value) => {
      const mistaken = planted(title, path, value);
      const field = path.split('.').at(-1);
      expect(await schemaProblems(mistaken)).toEqual([]);
      expect(await typeProblems(mistaken)).toEqual([expect.stringMatching(`^${title}: .*"${field}"`)]);
    },
    60_000,
  );

  it.each([
    ['ScaledObject orchestrator', 'spec.triggers.0.metadata.lagThreshold', 200, 'must be string'],
    ['Deployment ingress', 'spec.selector', undefined, 'selector'],
  ])('are found by the schemas: %s %s is %s', async (title, path, value, problem) => {
    const problems = await schemaProblems(planted(title, path, value));
    expect(problems).toEqual([expect.stringMatching(`^${title}: .*${problem}`)]);
  });

  const pod = 'spec.template.spec';
  const main = `${pod}.containers.0`;
  const trigger = 'spec.triggers.0.metadata';
  const cases: [title: string, path: string, value: unknown, problem: RegExp][] = [
    ['ConfigMap common', 'data.DRAIN_SECS', '5', /product has no setting DRAIN_SECS/],
    ['ConfigMap common', 'data.DRAIN_SECONDS', '40', /is killed 45 s after it is asked to stop/],
    ['ConfigMap orchestrator', 'data.PRODUCT_ADDR', 'http://x', /PRODUCT_ADDR: must be host:port/],
    ['Deployment ingress', `${main}.env.1.valueFrom.secretKeyRef.key`, 'URL', /REDIS_URL refers to a key URL/],
    ['Deployment ingress', `${main}.envFrom.0.configMapRef.name`, 'x', /there is no ConfigMap x/],
    ['Deployment product-service', `${main}.image`, 'turnfleet/product', /is not pinned/],
    ['Deployment product-service', `${main}.image`, 'turnfleet/product:latest', /is not pinned/],
    ['Deployment ingress', `${pod}.securityContext.runAsNonRoot`, false, /may run as root/],
    ['Deployment ingress', `${pod}.securityContext.seccompProfile`, undefined, /has no seccomp profile/],
    ['StatefulSet redis', `${main}.securityContext.readOnlyRootFilesystem`, false, /may write to its image/],
    ['Job topics', `${main}.securityContext.capabilities.add`, ['NET_RAW'], /keeps capabilities/],
    ['Deployment sim-llm', `${pod}.enableServiceLinks`, true, /gets variables from services/],
    ['Deployment ingress', `${main}.resources.limits`, undefined, /has no limit of memory/],
    ['Deployment ingress', `${main}.ports.0.name`, 'http-for-everyone', /longer than 15/],
    ['Deployment ingress', `${main}.livenessProbe.httpGet.port`, 'ops', /livenessProbe asks a port ops/],
    ['Deployment ingress', `${pod}.serviceAccountName`, 'x', /there is no ServiceAccount x/],
    ['StatefulSet kafka', `${main}.volumeMounts.0.name`, 'x', /mounts a volume x/],
    ['Namespace turnfleet', 'metadata.labels', {}, /enforce is not restricted/],
    ['Service ingress', 'spec.selector', { app: 'x' }, /selects 0 workloads/],
    ['Service pricing-service', 'spec.ports.0.port', 50_051, /that of the pods 50053/],
    ['NetworkPolicy ingress', 'spec.ingress.0.ports.0.port', 'web', /there is no port web/],
    ['PodDisruptionBudget ingress', 'spec.selector.matchLabels', {}, /selects \d+ Deployments/],
    ['PodDisruptionBudget ingress', 'spec.minAvailable', 1, /needs one of/],
    ['Deployment orchestrator', 'spec.replicas', 2, /has replicas of its own/],
    ['HorizontalPodAutoscaler ingress', 'spec.scaleTargetRef.name', 'x', /scales a Deployment x that is not there/],
    ['HorizontalPodAutoscaler ingress', 'spec.behavior.scaleUp', undefined, /in one direction/],
    ['ScaledObject orchestrator', 'spec.maxReplicaCount', 25, /up to 25 replicas share 24/],
    ['ScaledObject orchestrator', 'spec.minReplicaCount', 0, /goes from 0/],
    ['ScaledObject orchestrator', `${trigger}.consumerGroup`, 'x', /consumerGroup is x/],
    ['ScaledObject orchestrator', `${trigger}.offsetResetPolicy`, undefined, /offsetResetPolicy is undefined/],
  ];

  it.each(cases)('are found by the rules: %s, %s is %j', (title, path, value, problem) => {
    const problems = problemsOf(planted(title, path, value), 'overlays/local', configs);
    expect(problems).toContainEqual(expect.stringMatching(problem));
  });
});
