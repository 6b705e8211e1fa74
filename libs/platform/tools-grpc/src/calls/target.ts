import { type Callable, type CallCandidate, type Instance, InstanceHealth } from '@turnfleet/instances';
import type { Channel } from '../channel.ts';

/** What of an instance decides whether it gets a call; it changes while the instance is known. */
type Figures = Pick<Instance, 'weight' | 'region' | 'capacity' | 'load' | 'costPerCall' | 'draining'>;

/** One instance that can be called, or a name with several behind it. */
export interface Target {
  readonly id: string;
  readonly address: string;
  readonly channel: Channel;
  readonly health: InstanceHealth;
  figures: Figures;
}

/** A target as it stands at a moment. */
export interface InstanceCandidate extends CallCandidate, Callable {
  readonly target: Target;
}

const usual: Figures = { weight: 100, region: '', capacity: 0, load: 0, costPerCall: 0, draining: false };

export function createTarget(id: string, address: string, channel: Channel, figures: Figures = usual): Target {
  return { id, address, channel, health: new InstanceHealth(), figures };
}

export function candidateOf(target: Target, now: number): InstanceCandidate {
  const { id, channel, health, figures } = target;
  const { weight, region, capacity, load, costPerCall, draining } = figures;
  const measured = { inFlight: health.inFlight, latencyMs: health.latencyMs(now) };
  return {
    ...{ id, weight, region, capacity, load, costPerCall, draining, health, target, ...measured },
    connected: channel.isConnected(),
  };
}

/** What a decision rested on, one sentence a candidate, the one that was taken marked. */
export function figuresText({
  target,
  inFlight,
  latencyMs,
  load,
  weight,
  costPerCall,
  region,
}: InstanceCandidate): string {
  const told = [
    latencyMs === null ? 'not measured' : `${latencyMs.toFixed(1)} ms`,
    `${inFlight} running`,
    `load ${load.toFixed(2)}`,
    `weight ${weight}`,
    ...(costPerCall > 0 ? [`$${costPerCall}`] : []),
    ...(region === '' ? [] : [region]),
  ];
  return `${target.address}: ${told.join(', ')}`;
}
