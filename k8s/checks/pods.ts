import {
  type Container,
  containersOf,
  type Manifest,
  matches,
  ofKind,
  podLabels,
  podOf,
  titleOf,
  type Workload,
  workloads,
} from './manifests.ts';

/** What is wrong with pods and the services in front of them, beyond what the schemas say. */
export function podProblems(manifests: readonly Manifest[]): string[] {
  return [
    ...namespaceProblems(manifests),
    ...workloads(manifests).flatMap((workload) =>
      workloadProblems(workload).map((problem) => `${titleOf(workload)}: ${problem}`),
    ),
    ...serviceProblems(manifests),
    ...policyProblems(manifests),
    ...accountProblems(manifests),
  ];
}

function namespaceProblems(manifests: readonly Manifest[]): string[] {
  const levels = ['enforce', 'warn'].map((mode) => `pod-security.kubernetes.io/${mode}`);
  return ofKind(manifests, 'Namespace').flatMap((namespace) =>
    levels
      .filter((label) => namespace.metadata?.labels?.[label] !== 'restricted')
      .map((label) => `${titleOf(namespace)}: ${label} is not restricted`),
  );
}

function workloadProblems(workload: Workload): string[] {
  const pod = podOf(workload);
  const [selector, labels] = [workload.spec?.selector?.matchLabels, podLabels(workload)];
  const containers = containersOf(workload);
  return [
    ...(matches(selector, labels) ? [] : ['its selector does not match its own pods']),
    ...(pod?.automountServiceAccountToken === false ? [] : ['mounts a service account token that nothing needs']),
    ...(pod?.enableServiceLinks === false ? [] : ['gets variables from services, which the apps take for settings']),
    ...(pod?.securityContext?.runAsNonRoot === true ? [] : ['may run as root']),
    ...(pod?.securityContext?.seccompProfile?.type === 'RuntimeDefault' ? [] : ['has no seccomp profile']),
    ...containers.flatMap((container) => containerProblems(container)),
    ...(workload.kind === 'Job' ? [] : containers.flatMap(probeProblems)),
    ...containers
      .flatMap(({ volumeMounts = [] }) => volumeMounts)
      .filter(({ name }) => !pod?.volumes?.some((volume) => volume.name === name))
      .map(({ name }) => `mounts a volume ${name} that it does not have`),
  ];
}

function containerProblems({ image = '', securityContext, resources, ports = [] }: Container): string[] {
  const { allowPrivilegeEscalation, readOnlyRootFilesystem, capabilities } = securityContext ?? {};
  return [
    ...(/:[^/:]+$|@sha256:/.test(image) && !image.endsWith(':latest') ? [] : [`the image ${image} is not pinned`]),
    ...(allowPrivilegeEscalation === false ? [] : ['may gain privileges']),
    ...(readOnlyRootFilesystem === true ? [] : ['may write to its image']),
    ...(capabilities?.drop?.includes('ALL') && !capabilities.add ? [] : ['keeps capabilities']),
    ...(resources?.requests?.['cpu'] && resources.requests['memory'] ? [] : ['requests no cpu or no memory']),
    ...(resources?.limits?.['memory'] ? [] : ['has no limit of memory']),
    ...ports.filter(({ name = '' }) => name.length > 15).map(({ name }) => `the port name ${name} is longer than 15`),
  ];
}

const probeNames = ['startupProbe', 'livenessProbe', 'readinessProbe'] as const;

function probeProblems(container: Container): string[] {
  const ports = new Set((container.ports ?? []).map(({ name }) => name));
  return probeNames.flatMap((name) => {
    const probe = container[name];
    if (!probe) return [`has no ${name}`];
    const port = probe.httpGet?.port ?? probe.tcpSocket?.port;
    return port === undefined || ports.has(String(port)) ? [] : [`${name} asks a port ${port} that is not there`];
  });
}

function serviceProblems(manifests: readonly Manifest[]): string[] {
  const all = workloads(manifests);
  return ofKind(manifests, 'Service').flatMap((service) => {
    const behind = all.filter((workload) => matches(service.spec?.selector, podLabels(workload)));
    const [workload] = behind;
    if (!workload || behind.length > 1) return [`${titleOf(service)}: selects ${behind.length} workloads`];
    const ports = containersOf(workload).flatMap((container) => container.ports ?? []);
    return (service.spec?.ports ?? []).flatMap(({ port, targetPort }) => {
      const target = ports.find(({ name }) => name === targetPort);
      if (!target) return [`${titleOf(service)}: ${titleOf(workload)} has no port ${targetPort}`];
      // Clients of a headless service go to the pod itself.
      const direct = service.spec?.clusterIP === 'None' && target.containerPort !== port;
      return direct ? [`${titleOf(service)}: its port is ${port}, that of the pods ${target.containerPort}`] : [];
    });
  });
}

function policyProblems(manifests: readonly Manifest[]): string[] {
  return ofKind(manifests, 'NetworkPolicy').flatMap((policy) => {
    const selected = workloads(manifests).filter((workload) =>
      matches(policy.spec?.podSelector?.matchLabels, podLabels(workload)),
    );
    const names = new Set(selected.flatMap(containersOf).flatMap(({ ports = [] }) => ports.map(({ name }) => name)));
    const asked = (policy.spec?.ingress ?? []).flatMap(({ ports = [] }) => ports.map(({ port }) => port));
    if (selected.length === 0) return [`${titleOf(policy)}: selects nothing`];
    return asked
      .filter((port) => typeof port === 'string' && !names.has(port))
      .map((port) => `${titleOf(policy)}: there is no port ${port}`);
  });
}

function accountProblems(manifests: readonly Manifest[]): string[] {
  const accounts = ofKind(manifests, 'ServiceAccount');
  const names = new Set(accounts.map(({ metadata }) => metadata?.name));
  return [
    ...accounts
      .filter(({ automountServiceAccountToken }) => automountServiceAccountToken !== false)
      .map((account) => `${titleOf(account)}: mounts its token`),
    ...workloads(manifests)
      .filter(
        (workload) =>
          !names.has(podOf(workload)?.serviceAccountName ?? undefined) && podOf(workload)?.serviceAccountName,
      )
      .map((workload) => `${titleOf(workload)}: there is no ServiceAccount ${podOf(workload)?.serviceAccountName}`),
  ];
}
