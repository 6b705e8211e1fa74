import { type Behaviour, behaviourSchema, noBehaviour } from '@turnfleet/contract/simulator';
import { invalidField, parsedBody } from '@turnfleet/model';
import type { FastifyInstance } from 'fastify';
import { FaultPlan } from './faults/fault-plan.ts';
import type { Latency } from './pace.ts';

/** How the model behaves for everybody, until it is set anew. */
export class Control {
  readonly #usual: Latency;
  latency: Latency;
  faults = new FaultPlan([]);

  constructor(usual: Latency) {
    this.#usual = usual;
    this.latency = usual;
  }

  /** Replaces everything; what is left out is as at the start. */
  set({ latency, faults }: Behaviour): void {
    this.latency = { ...this.#usual, ...latency };
    this.faults = new FaultPlan(faults);
  }
}

/** `GET` and `PUT /_sim/behaviour`. */
export function addControl(server: FastifyInstance, control: Control): void {
  const state = (): object => ({ latency: control.latency, faults: control.faults.state });
  server.get('/_sim/behaviour', async () => state());
  server.put('/_sim/behaviour', async ({ body }) => {
    control.set(parsedBody(behaviourSchema, body));
    return state();
  });
}

/** The header `x-sim-behaviour`: the same JSON, for one request. */
export function ownBehaviour(header: string | readonly string[] | undefined): Behaviour {
  if (header === undefined) return noBehaviour;
  try {
    return parsedBody(behaviourSchema, JSON.parse(String(header)));
  } catch (error) {
    throw invalidField(
      'x-sim-behaviour',
      `must be the JSON of a behaviour: ${error instanceof Error ? error.message : ''}`,
    );
  }
}
