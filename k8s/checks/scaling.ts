import { topics } from '@turnfleet/contract/events';
import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment';
import { type Manifest, matches, nameOf, ofKind, podLabels, titleOf } from './manifests.ts';

interface ScalingFacts {
  /** Of `chat.turns`. */
  readonly partitions: number;
  /** What the orchestrators read. */
  readonly consumer: { readonly brokers: string | undefined; readonly group: string | undefined };
}

/** What would keep Deployments from being scaled, or scale them into nothing useful. */
export function scalingProblems(manifests: readonly Manifest[], facts: ScalingFacts): string[] {
  return [
    ...budgetProblems(manifests),
    ...targets(manifests).flatMap((target) => targetProblems(manifests, target)),
    ...ofKind(manifests, 'ScaledObject').flatMap((scaled) =>
      scaledObjectProblems(scaled, facts).map((problem) => `${titleOf(scaled)}: ${problem}`),
    ),
  ];
}

function budgetProblems(manifests: readonly Manifest[]): string[] {
  const deployments = ofKind(manifests, 'Deployment');
  return ofKind(manifests, 'PodDisruptionBudget').flatMap((budget) => {
    const { selector, minAvailable, maxUnavailable } = budget.spec ?? {};
    const selected = deployments.filter((deployment) => matches(selector?.matchLabels, podLabels(deployment)));
    return [
      ...(selected.length === 1 ? [] : [`${titleOf(budget)}: selects ${selected.length} Deployments`]),
      ...((minAvailable === undefined) === (maxUnavailable === undefined)
        ? [`${titleOf(budget)}: needs one of minAvailable and maxUnavailable`]
        : []),
    ];
  });
}

type Scaler = Extract<Manifest, { kind: 'HorizontalPodAutoscaler' | 'ScaledObject' }>;

interface Target {
  readonly scaler: Scaler;
  readonly deployment: string | undefined;
  readonly least: number | undefined;
  readonly most: number | undefined;
  readonly directions: { readonly scaleUp?: unknown; readonly scaleDown?: unknown } | undefined;
}

function targets(manifests: readonly Manifest[]): Target[] {
  const autoscalers = ofKind(manifests, 'HorizontalPodAutoscaler').map((scaler) => ({
    scaler,
    deployment: scaler.spec?.scaleTargetRef.name,
    least: scaler.spec?.minReplicas,
    most: scaler.spec?.maxReplicas,
    directions: scaler.spec?.behavior,
  }));
  const scaledObjects = ofKind(manifests, 'ScaledObject').map((scaler) => ({
    scaler,
    deployment: scaler.spec.scaleTargetRef.name,
    least: scaler.spec.minReplicaCount,
    most: scaler.spec.maxReplicaCount,
    directions: scaler.spec.advanced?.horizontalPodAutoscalerConfig?.behavior,
  }));
  return [...autoscalers, ...scaledObjects];
}

function targetProblems(manifests: readonly Manifest[], target: Target): string[] {
  const { scaler, directions, least = 0, most = 0 } = target;
  const found = ofKind(manifests, 'Deployment').find((deployment) => nameOf(deployment) === target.deployment);
  const scalers = targets(manifests).filter(({ deployment }) => deployment === target.deployment);
  return [
    ...(found ? deploymentProblems(found) : [`scales a Deployment ${target.deployment} that is not there`]),
    ...(scalers.length === 1 ? [] : [`${target.deployment} is scaled by ${scalers.length}`]),
    ...(least >= 1 && least <= most ? [] : [`goes from ${least} to ${most} replicas`]),
    ...(directions?.scaleUp && directions.scaleDown ? [] : ['says how to scale in one direction or none']),
  ].map((problem) => `${titleOf(scaler)}: ${problem}`);
}

function deploymentProblems(deployment: IDeployment): string[] {
  return deployment.spec?.replicas === undefined ? [] : [`${titleOf(deployment)} has replicas of its own`];
}

function scaledObjectProblems(
  { spec }: Extract<Manifest, { kind: 'ScaledObject' }>,
  { partitions, consumer }: ScalingFacts,
): string[] {
  const wanted = {
    bootstrapServers: consumer.brokers,
    consumerGroup: consumer.group,
    topic: topics.turns,
    // As kafkajs subscribes: from the beginning.
    offsetResetPolicy: 'earliest',
  };
  const most = spec.maxReplicaCount ?? 100;
  return [
    ...(most <= partitions ? [] : [`up to ${most} replicas share ${partitions} partitions`]),
    ...spec.triggers.flatMap(({ metadata }) => [
      ...Object.entries(metadata)
        .filter(([, value]) => typeof value !== 'string')
        .map(([name]) => `${name} is not a string`),
      ...Object.entries(wanted)
        .filter(([name, value]) => metadata[name] !== value)
        .map(([name, value]) => `${name} is ${metadata[name]}, the orchestrators use ${value}`),
      ...(Number(metadata['lagThreshold']) > 0 ? [] : ['has no lagThreshold']),
    ]),
  ];
}
