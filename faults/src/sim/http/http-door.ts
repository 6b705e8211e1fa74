import { silentLogger } from '@turnfleet/core';
import { countingIds } from '@turnfleet/core/testing';
import {
  createMemoryAccess,
  createMemoryFleetStatus,
  createMemoryLoads,
  createMemoryRates,
  createMemorySessions,
} from '@turnfleet/embedded';
import { configSchema } from '@turnfleet/ingress/config';
import { type Adapters, type HttpIngress, httpIngress } from '@turnfleet/ingress/http-ingress';
import type { SimProcess } from '../process/sim-process.ts';
import type { Random } from '../time/random.ts';
import type { VirtualTime } from '../time/virtual-time.ts';
import { Connection, type ConnectionOptions } from './connection.ts';

const roomy = 65_536;
/** Little enough for a client that takes its time to hold the server up. */
const narrow = 512;

/** The ingress' own HTTP server in a simulated process: its limits, hooks, routes and streams. */
export class HttpDoor {
  readonly #process: SimProcess;
  readonly #time: VirtualTime;
  readonly #random: Random;
  #ingress: HttpIngress | null = null;

  constructor(
    process: SimProcess,
    time: VirtualTime,
    random: Random,
    backbone: Pick<Adapters, 'log' | 'gateway' | 'journal' | 'partitions' | 'checks'> & {
      readonly sessions: Adapters['sessions'] | null;
    },
    drainSeconds: number,
  ) {
    this.#process = process;
    this.#time = time;
    this.#random = random;
    const { log, gateway, journal, partitions, checks, sessions } = backbone;
    const opening = httpIngress(configSchema.parse({ DRAIN_SECONDS: String(drainSeconds) }), {
      ...{ log, gateway, journal, partitions, checks },
      name: process.name,
      clock: process.clock,
      logger: silentLogger,
      newId: countingIds(process.name),
      random: () => random.next(),
      fleetStatus: createMemoryFleetStatus(process.clock),
      access: createMemoryAccess(process.clock),
      sessions: sessions ?? createMemorySessions(process.clock),
      loads: createMemoryLoads(process.clock),
      rates: createMemoryRates(process.clock),
      loopDelay: { ms: () => 0, stop: () => undefined },
      metrics: () => Promise.resolve(''),
      spans: null,
      simulatedModel: true,
    });
    time.hold(
      opening.then(async (ingress) => {
        await ingress.app.ready();
        this.#ingress = ingress;
      }),
    );
  }

  connect(client: Pick<ConnectionOptions, 'told' | 'over' | 'slowMs'>): Connection {
    const connection = new Connection({
      ...client,
      process: this.#process,
      time: this.#time,
      random: this.#random,
      room: client.slowMs > 0 ? narrow : roomy,
    });
    this.#process.run(() => this.#ingress?.app.server.emit('connection', connection.socket));
    return connection;
  }

  /** SIGTERM. */
  drain(): void {
    const process = this.#process;
    process.run(() => void this.#ingress?.drain().then(() => process.run(() => process.kill('drain'))));
  }
}
