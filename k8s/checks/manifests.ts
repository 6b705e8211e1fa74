import type { IScaledObject } from '@kubernetes-models/keda/keda.sh/v1alpha1/ScaledObject';
import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment';
import type { IStatefulSet } from 'kubernetes-models/apps/v1/StatefulSet';
import type { IHorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler';
import type { IJob } from 'kubernetes-models/batch/v1/Job';
import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import type { IPodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import type { IConfigMap } from 'kubernetes-models/v1/ConfigMap';
import type { INamespace } from 'kubernetes-models/v1/Namespace';
import type { ISecret } from 'kubernetes-models/v1/Secret';
import type { IService } from 'kubernetes-models/v1/Service';
import type { IServiceAccount } from 'kubernetes-models/v1/ServiceAccount';

/** What the overlays may contain. Another kind is added here when the first of it is. */
export type Manifest =
  | IConfigMap
  | IDeployment
  | IHorizontalPodAutoscaler
  | IJob
  | INamespace
  | INetworkPolicy
  | IPodDisruptionBudget
  | IScaledObject
  | ISecret
  | IService
  | IServiceAccount
  | IStatefulSet;

export type Workload = IDeployment | IStatefulSet | IJob;

type OfKind<K extends Manifest['kind']> = Extract<Manifest, { kind: K }>;

/** All objects of a kind. Their fields are what the schemas say: `schemaProblems` comes first. */
export function ofKind<K extends Manifest['kind']>(manifests: readonly Manifest[], kind: K): OfKind<K>[] {
  return manifests.filter((manifest): manifest is OfKind<K> => manifest.kind === kind);
}

export function workloads(manifests: readonly Manifest[]): Workload[] {
  return [...ofKind(manifests, 'Deployment'), ...ofKind(manifests, 'StatefulSet'), ...ofKind(manifests, 'Job')];
}

export const nameOf = ({ metadata }: Manifest): string => metadata?.name ?? '';

/** `Deployment ingress`, to begin a problem with. */
export const titleOf = (manifest: Manifest): string => `${manifest.kind} ${nameOf(manifest)}`;

export const podOf = (workload: Workload) => workload.spec?.template.spec;

export const containersOf = (workload: Workload) => podOf(workload)?.containers ?? [];

export type Container = ReturnType<typeof containersOf>[number];

/** `product` for the image `turnfleet/product:0.1.0`; undefined for an image of others. */
export function appOf(image: string | undefined): string | undefined {
  return /(?:^|\/)turnfleet\/([a-z-]+)[:@]/.exec(image ?? '')?.[1];
}

type Labels = Readonly<Record<string, string>>;

/** Whether labels satisfy a `matchLabels`; an empty selector matches everything. */
export function matches(selector: Labels | undefined, labels: Labels | undefined): boolean {
  return Object.entries(selector ?? {}).every(([key, value]) => labels?.[key] === value);
}

export const podLabels = (workload: Workload): Labels => workload.spec?.template.metadata?.labels ?? {};
