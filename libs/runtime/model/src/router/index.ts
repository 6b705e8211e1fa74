export { lacks, type StepSize } from './consider.ts';
export {
  type CallEnd,
  createDeployments,
  type DeploymentRef,
  type DeploymentState,
  type Deployments,
} from './deployments.ts';
export { createModelRouter, type ModelRouter, type RoutedTurn, type RouterDeps } from './model-router.ts';
