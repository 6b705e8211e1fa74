import type { Check } from '@turnfleet/core';
import { observeGauge } from '@turnfleet/telemetry';
import { afterStep, type EngineState, type EngineStep, engineStates } from '@turnfleet/turn-engine';

const problems: Readonly<Record<EngineState, string | null>> = {
  joining: 'It is joining its group and gets no turns yet.',
  running: null,
  draining: 'It is draining: it takes no new turns and finishes those that run.',
  drained: 'It has drained; its partitions are with other workers.',
  failed: 'It cannot go on and the process ends, so that others take its partitions; its log says why.',
};

/** The state of a worker's engine, from before it joins until after it has left. */
export interface EngineLife {
  state(): EngineState;
  step(step: EngineStep): void;
  /** For `/readyz`. */
  readonly check: Check;
}

export function engineLife(): EngineLife {
  let state: EngineState = 'joining';
  return {
    state: () => state,
    step: (step) => {
      state = afterStep(state, step);
    },
    check: { name: 'engine', problem: () => problems[state], isOurs: true },
  };
}

/** Shows the state as a gauge that is 1 for the present one and 0 for the others; returns what takes it off again. */
export const observeEngineLife = (life: Pick<EngineLife, 'state'>): (() => void) =>
  observeGauge('turnfleet.engine.state', (result) => {
    for (const state of engineStates) result.observe(state === life.state() ? 1 : 0, { state });
  });
