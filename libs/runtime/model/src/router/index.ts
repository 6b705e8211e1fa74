export { lacks, type StepSize } from './consider.ts';
export {
  createDeployments,
  type DeploymentCallEnd,
  type DeploymentRef,
  type DeploymentState,
  type Deployments,
  type DeploymentsDeps,
  deploymentIn,
} from './deployments.ts';
export { deploymentLine, type HeldCall } from './held-call.ts';
export {
  createModelRouter,
  type ModelRouter,
  type RoutedCall,
  type RoutedTurn,
  type RouterDeps,
  type TurnDecision,
  type TurnRouter,
} from './model-router.ts';
export { plainRouter } from './plain-router.ts';
