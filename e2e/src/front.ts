import { callsAt } from './apps.ts';
import { type RunningFleet, startFleet } from './fleet.ts';

/** Everything but orchestrators, in one process. */
interface Front extends RunningFleet {
  /** Where it is, for an orchestrator. */
  readonly env: Readonly<Record<string, string>>;
}

export async function startFront(env: Readonly<Record<string, string>>): Promise<Front> {
  const fleet = await startFleet(env, ['product', 'inventory', 'pricing', 'logistics', 'sim-llm', 'ingress']);
  return { ...fleet, env: callsAt((app, purpose) => fleet.addresses[`${app}.${purpose}`]) };
}
