import { silentLogger } from '@turnfleet/core';
import { HttpDoor } from '../http/http-door.ts';
import type { Outside } from '../outside.ts';
import { SimProcess } from '../process/sim-process.ts';

type Backbone = ReturnType<Outside['backboneOf']>;

/** One process of the ingress: the parts that its routes work with. */
export interface Ingress extends Omit<Backbone, 'checks' | 'sessions'> {
  readonly process: SimProcess;
  readonly clock: SimProcess['clock'];
  readonly logger: typeof silentLogger;
  /** Where clients come over HTTP; null where they call its parts. */
  readonly door: HttpDoor | null;
}

const restartMs = 2_000;

/** The ingress processes behind their load balancer. */
export class IngressPool {
  readonly #outside: Outside;
  readonly #ingresses: (Ingress | null)[] = [];
  #started = 0;

  constructor(outside: Outside, count: number) {
    this.#outside = outside;
    for (let i = 0; i < count; i++) this.#start(i);
  }

  /** One that is up, perhaps frozen; null if none is. */
  any(): Ingress | null {
    const up = this.#ingresses.filter((ingress) => ingress !== null);
    return up.length > 0 ? this.#outside.random.pick(up) : null;
  }

  process(index: number): SimProcess | null {
    return this.#ingresses[index]?.process ?? null;
  }

  /** SIGTERM: the process ends when it has drained. */
  drain(index: number): void {
    this.#ingresses[index]?.door?.drain();
  }

  get processes(): readonly SimProcess[] {
    return this.#ingresses.flatMap((ingress) => ingress?.process ?? []);
  }

  #start(index: number): void {
    const { time } = this.#outside;
    const { plan, random } = this.#outside;
    const process = new SimProcess(`i${index}.${++this.#started}`, time);
    const backbone = this.#outside.backboneOf(process);
    const chance = random.of(`door/${process.name}`);
    this.#ingresses[index] = {
      ...backbone,
      process,
      door: plan.overHttp ? new HttpDoor(process, time, chance, backbone, plan.drainSeconds) : null,
      clock: process.clock,
      logger: silentLogger,
    };
    process.onDeath(() => {
      this.#ingresses[index] = null;
      time.setTimer(restartMs, () => this.#start(index));
    });
  }
}
