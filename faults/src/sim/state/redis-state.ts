import { randomBytes } from 'node:crypto';
import { TurnfleetError } from '@turnfleet/core';
import { createRedisState, type RedisConnection } from '@turnfleet/redis';
import type { Redis } from 'ioredis';
import type { Link } from '../process/link.ts';
import type { VirtualTime } from '../time/virtual-time.ts';
import type { OpenState, SimState } from './sim-state.ts';
import { StoreClock } from './store-clock.ts';
import { StoreOutage } from './store-outage.ts';
import { copyKeys, deleteKeys, inTime, type TimedAnswer } from './timed-answer.ts';

type Run = RedisConnection['run'];
type Way = <T>(name: string, serve: () => T | Promise<T>) => Promise<T>;

interface Bell {
  readonly channel: string;
  readonly ring: (message: string | null) => void;
}

/** The Redis adapter and its scripts, over a real Redis whose time is the run's: see `timed-answer.ts`. Keys of a run begin with `name`. */
export function onRedis(client: Redis, name = 'faults'): OpenState {
  return (time, partitions) =>
    new RedisStateServer(client, `${name}-${randomBytes(6).toString('hex')}`, time, partitions);
}

/** Invariant: while Redis works no time passes, and what it is asked it does in the order of asking. */
class RedisStateServer implements SimState {
  readonly #client: Redis;
  readonly #prefix: string;
  readonly outage: StoreOutage;
  readonly clock: StoreClock;
  readonly #time: VirtualTime;
  readonly #partitions: number;
  readonly #bells = new Set<Bell>();
  #serverRun = 0;
  #copies = 0;
  /** What Redis refused: a fault in a script, or of this simulation. It ends the run. */
  readonly #refusals: Error[] = [];

  constructor(client: Redis, prefix: string, time: VirtualTime, partitions: number) {
    this.#client = client;
    this.#prefix = prefix;
    this.outage = new StoreOutage(time);
    this.clock = new StoreClock(time);
    this.#time = time;
    this.#partitions = partitions;
  }

  readonly server: SimState['server'] = {
    connect: () =>
      this.#stateOver(
        async (_, serve) => serve(),
        (ring) => ring(),
      ),
    copy: () => {
      const shadow = `${this.#prefix}-copy-${++this.#copies}`;
      this.#order(copyKeys, this.#prefix, shadow);
      return shadow;
    },
    rollBackTo: (copy) => {
      this.#putBack(copy);
      this.#serverRun++;
      // As readers do that have to connect anew: they may have missed something.
      for (const { ring } of this.#bells) ring(null);
    },
    rollBackQuietly: (copy) => this.#putBack(copy),
    flush: () => this.#order(deleteKeys, this.#prefix, ''),
  };

  connect(link: Link) {
    const check = (): void => this.outage.check();
    const way: Way = (name, serve) =>
      link.call(name, () => {
        check();
        return serve();
      });
    return this.#stateOver(way, (ring) => link.notify(ring));
  }

  async close(): Promise<void> {
    const [refusal] = this.#refusals;
    if (refusal) throw refusal;
    await this.#client.eval(deleteKeys, 0, this.#prefix, '');
    for (let i = 1; i <= this.#copies; i++) await this.#client.eval(deleteKeys, 0, `${this.#prefix}-copy-${i}`, '');
  }

  #stateOver(way: Way, notify: (ring: () => void) => void) {
    const redis: RedisConnection = {
      prefix: this.#prefix,
      run: (script, keys, args) => {
        const sentTo = this.#serverRun;
        return way('script', () => {
          if (sentTo !== this.#serverRun) throw lost();
          return this.#run(script, keys, args);
        });
      },
      server: () => `run ${this.#serverRun}`,
      subscriber: {
        listen: (channel, listener) =>
          way('subscribe', () => {
            const bell: Bell = { channel, ring: (message) => notify(() => listener(message)) };
            this.#bells.add(bell);
            return { close: () => void this.#bells.delete(bell) };
          }),
      },
      now: () => this.clock.now(),
      check: { name: 'redis', problem: () => null },
      clockCheck: { name: 'clock', problem: () => null, isOurs: true },
      onReconnect: () => ({ close: () => undefined }),
      stop: async () => undefined,
    };
    return createRedisState({ redis, partitions: this.#partitions, journalTtlMs: 3_600_000 });
  }

  #run: Run = async (script, keys, args) => {
    const { sha, source } = inTime(script);
    const rest = [keys.length, ...keys, ...args, this.clock.now()] as const;
    const [answer, rung] = (await this.#ask(async () => {
      try {
        return await this.#client.evalsha(sha, ...rest);
      } catch (error) {
        if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
        return this.#client.eval(source, ...rest);
      }
    })) as TimedAnswer;
    for (let i = 0; i < rung.length; i += 2) {
      for (const bell of this.#bells) if (bell.channel === rung[i]) bell.ring(rung[i + 1] ?? '');
    }
    return answer;
  };

  #putBack(copy: unknown): void {
    this.#order(deleteKeys, this.#prefix, '');
    this.#order(copyKeys, String(copy), this.#prefix);
  }

  #order(lua: string, from: string, to: string): void {
    void this.#ask(() => this.#client.eval(lua, 0, from, to)).catch(() => undefined);
  }

  #ask(command: () => Promise<unknown>): Promise<unknown> {
    const asked = command().catch((error: unknown) => {
      this.#refusals.push(error instanceof Error ? error : new Error(String(error)));
      throw error;
    });
    this.#time.hold(asked);
    return asked;
  }
}

const lost = (): TurnfleetError => new TurnfleetError('overloaded', 'The connection to the state store was lost.');
