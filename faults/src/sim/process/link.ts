import type { Random } from '../time/random.ts';
import type { VirtualTime } from '../time/virtual-time.ts';
import type { SimProcess } from './sim-process.ts';

/** What becomes of one request on its way; `null` for nothing special. */
export interface Mishap {
  /** The request reaches the other side this many milliseconds later than it should, after others. */
  readonly lateMs?: number;
  /** The caller is told this instead of the answer, `afterMs` after the call; the request goes on its way all the same. */
  readonly toldInstead?: { readonly error: Error; readonly afterMs: number };
  /** The request gets nowhere. */
  readonly lost?: boolean;
}

export interface ConnectionHealthOptions {
  readonly time: VirtualTime;
  readonly process: SimProcess;
  readonly random: Random;
  /** Milliseconds one way, from and to, right now. */
  readonly latencyMs: () => readonly [number, number];
  /** Asked when a request leaves: what happens to it. */
  readonly mishap: (call: string) => Mishap | null;
  /** Sees each call of the process as it leaves, as it has been applied, and as its answer arrives; may kill or freeze. */
  readonly watch: (call: string, when: 'before' | 'applied' | 'after') => void;
}

/**
 * The connection of one process to a server. Invariant: requests arrive in the order in which they were sent, except
 * those with a mishap; an answer reaches only a process that lives.
 */
export class Link {
  readonly #options: ConnectionHealthOptions;
  #lastArrival = 0;

  constructor(options: ConnectionHealthOptions) {
    this.#options = options;
  }

  /**
   * Runs `serve` on the other side; resolves or rejects in the process, or never if that dies. `unsent`: why it is not sent,
   * asked as it would be.
   */
  call<T>(name: string, serve: () => T | Promise<T>, unsent: () => Error | null = () => null): Promise<T> {
    const { time, process, mishap, watch } = this.#options;
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const answer = (settle: () => void): void => {
      time.setTimer(this.#latency(), () =>
        process.run(() => {
          settle();
          watch(name, 'after');
        }),
      );
    };
    watch(name, 'before');
    // A process that ends here has not sent it; one that is stopped here has it in the buffer of its socket or not at all.
    process.run(() => {
      const refusal = unsent();
      if (refusal) return reject(refusal);
      const accident = mishap(name);
      const instead = accident?.toldInstead;
      if (instead) time.setTimer(instead.afterMs, () => process.run(() => reject(instead.error)));
      if (accident?.lost) return;
      const applied = (value: T): void => {
        watch(name, 'applied');
        if (!instead) answer(() => resolve(value));
      };
      const refused = (error: unknown): void => {
        if (!instead) answer(() => reject(error));
      };
      time.setTimer(this.#arrival(accident?.lateMs), () => {
        try {
          const served = serve();
          if (served instanceof Promise) served.then(applied, refused);
          else applied(served);
        } catch (error) {
          refused(error);
        }
      });
    });
    return promise;
  }

  /** Something the server tells by itself. */
  notify(code: () => void): void {
    this.#options.time.setTimer(this.#latency(), () => this.#options.process.run(code));
  }

  #latency(): number {
    const [least, most] = this.#options.latencyMs();
    return this.#options.random.between(least, most);
  }

  #arrival(lateMs: number | undefined): number {
    const now = this.#options.time.now();
    if (lateMs !== undefined) return this.#latency() + lateMs;
    this.#lastArrival = Math.max(this.#lastArrival, now + this.#latency());
    return this.#lastArrival - now;
  }
}
