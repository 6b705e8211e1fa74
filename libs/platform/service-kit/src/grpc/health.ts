import {
  status as grpcStatus,
  type Server,
  type ServerWritableStream,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { type health, serviceDefinition } from '@turnfleet/contract/grpc';
import type { Check, Clock, Timer } from '@turnfleet/core';

type Status = 'SERVING' | 'NOT_SERVING';
type Watcher = ServerWritableStream<health.HealthCheckRequest__Output, health.HealthCheckResponse>;

const lookEveryMs = 1_000;

/**
 * grpc.health.v1 (https://github.com/grpc/grpc/blob/master/doc/health-checking.md): the server as a whole (`''`) and each
 * of its services serve while every check is fine and the server is not draining.
 */
export class Health {
  readonly #names: ReadonlySet<string>;
  readonly #checks: readonly Check[];
  readonly #clock: Clock;
  readonly #watchers = new Map<Watcher, Status | 'SERVICE_UNKNOWN'>();
  #timer: Timer | undefined;
  #draining = false;

  constructor(services: readonly string[], checks: readonly Check[], clock: Clock) {
    this.#names = new Set(['', ...services]);
    this.#checks = checks;
    this.#clock = clock;
  }

  addTo(server: Server): void {
    const handlers: health.HealthHandlers & UntypedServiceImplementation = {
      Check: (call, answer) => {
        if (this.#names.has(call.request.service)) answer(null, { status: this.#status() });
        else answer({ code: grpcStatus.NOT_FOUND, details: 'This server has no such service.' });
      },
      List: (_call, answer) => {
        const statuses = [...this.#names].map((name) => [name, { status: this.#status() }] as const);
        answer(null, { statuses: Object.fromEntries(statuses) });
      },
      Watch: (call) => this.#watch(call),
    };
    server.addService(serviceDefinition('grpc.health.v1.Health'), handlers);
  }

  /** Tells every watcher NOT_SERVING and ends their streams: a drain must not wait for them. */
  drain(): void {
    this.#draining = true;
    this.#tellWatchers();
    for (const watcher of this.#watchers.keys()) watcher.end();
    this.#timer?.cancel();
  }

  #status(): Status {
    return this.#draining || this.#checks.some((check) => !check.isOnlyTold && check.problem() !== null)
      ? 'NOT_SERVING'
      : 'SERVING';
  }

  #watch(call: Watcher): void {
    const status = this.#names.has(call.request.service) ? this.#status() : 'SERVICE_UNKNOWN';
    call.write({ status });
    if (this.#draining) {
      call.end();
      return;
    }
    this.#watchers.set(call, status);
    call.once('cancelled', () => this.#watchers.delete(call));
    if (this.#watchers.size === 1) this.#lookAgain();
  }

  /** Checks have no events: while somebody watches, they are looked at every second. */
  #lookAgain(): void {
    this.#timer?.cancel();
    this.#timer = this.#clock.setTimer(lookEveryMs, () => {
      this.#tellWatchers();
      if (this.#watchers.size > 0 && !this.#draining) this.#lookAgain();
    });
  }

  #tellWatchers(): void {
    const status = this.#status();
    for (const [watcher, told] of this.#watchers) {
      if (told === status || told === 'SERVICE_UNKNOWN') continue;
      watcher.write({ status });
      this.#watchers.set(watcher, status);
    }
  }
}
