import type { Watching } from '@turnfleet/conversation';
import type { Clock, Logger, Timer } from '@turnfleet/core';
import type { Redis } from 'ioredis';
import { bounded } from './client.ts';
import { LinkHealth } from './link-health.ts';
import { isUnreachable, translateRedisError } from './redis-errors.ts';

/** Longest a first connection may take, milliseconds. */
const openTimeoutMs = 5_000;
const pingEveryMs = 1_000;
/** Wait before the n-th new connection in a row, milliseconds. */
const retryAfterMs = (failures: number): number => Math.min(100 * failures, 1_000);

interface ConnectionHealthOptions {
  readonly client: Redis;
  /** For logs: `commands` or `subscriptions`. */
  readonly purpose: string;
  readonly host: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Asks for a sign of life, of each server met and each second. */
  readonly ping?: () => Promise<unknown>;
  /** Asked after each sign of life whether the server does what we need; what it throws is the link's problem until it does. */
  readonly inspect?: () => Promise<void>;
}

/** The health of one connection: pings it, has it replaced when it is silent, tells when it is back. */
export class ConnectionHealth {
  readonly #options: ConnectionHealthOptions;
  readonly #reconnected = new Set<() => void>();
  readonly #health: LinkHealth;
  #opened = false;
  #stopped = false;
  #failures = 0;
  #pingTimer: Timer | undefined;
  #retryTimer: Timer | undefined;
  #lastError: unknown = new Error('no answer in time');
  /** The connection ended with an error of its own, rather than by us or in silence. */
  #failed = false;

  constructor(options: ConnectionHealthOptions) {
    this.#options = options;
    this.#health = new LinkHealth(options.logger, options.purpose);
    const { client } = options;
    client.on('error', (error: NodeJS.ErrnoException) => {
      // Several addresses refused at once come as an error without a message.
      this.#lastError = error.message === '' ? new Error(error.code ?? error.name) : error;
      this.#failed = true;
    });
    client.on('end', () => this.#ended());
    client.on('ready', () => void this.#ready());
  }

  /** Null while fine, else what is wrong in one sentence. */
  problem(): string | null {
    return this.#health.problem;
  }

  onReconnect(reconnected: () => void): Watching {
    const entry = (): void => reconnected();
    this.#reconnected.add(entry);
    return { close: () => void this.#reconnected.delete(entry) };
  }

  /** Waits for the first connection; one that is refused is tried again until the time is over. */
  async open(): Promise<void> {
    const { client, clock, host } = this.#options;
    const connected = Promise.withResolvers<void>();
    const timer = clock.setTimer(openTimeoutMs, () => connected.reject(this.#lastError));
    client.once('ready', connected.resolve);
    this.#connect();
    try {
      await connected.promise;
      await this.#ask();
    } catch (error) {
      throw translateRedisError(error, host);
    } finally {
      timer.cancel();
    }
    this.#opened = true;
    this.#failures = 0;
    this.#health.opened();
    this.#schedule();
  }

  /** Ends the connection and makes a new one. */
  replace(): void {
    this.#options.client.disconnect(true);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#pingTimer?.cancel();
    this.#retryTimer?.cancel();
    const { client } = this.#options;
    if (client.status === 'end' || client.status === 'wait') return;
    const ended = new Promise<void>((resolve) => void client.once('end', resolve));
    client.disconnect();
    await ended;
  }

  #connect(): void {
    // How it fails is told by the client's `error` event, that it failed by `end`.
    this.#options.client.connect().catch(() => undefined);
  }

  #schedule(): void {
    if (this.#stopped) return;
    this.#pingTimer = this.#options.clock.setTimer(pingEveryMs, () => void this.#ping());
  }

  async #ping(): Promise<void> {
    if (this.#options.client.status === 'ready') await this.#look();
    this.#schedule();
  }

  async #ask(): Promise<void> {
    const { client, clock, host, ping = () => client.ping(), inspect } = this.#options;
    await bounded(clock, host, ping);
    if (inspect) await bounded(clock, host, inspect);
  }

  /** A server that answers and refuses would do so on another connection, too: it is asked again with the next ping. */
  async #look(): Promise<void> {
    const { client, host } = this.#options;
    try {
      await this.#ask();
      if (this.#stopped || client.status !== 'ready') return;
      this.#failures = 0;
      this.#health.fine();
    } catch (error) {
      if (this.#stopped) return;
      const problem = translateRedisError(error, host);
      if (!isUnreachable(problem)) return this.#health.unfit(problem.message);
      if (client.status !== 'ready') return; // that it ended is told by its end
      this.#health.away(problem.message);
      this.replace();
    }
  }

  #ended(): void {
    const { clock, host } = this.#options;
    if (this.#stopped) return;
    this.#failures++;
    this.#retryTimer = clock.setTimer(retryAfterMs(this.#failures), () => this.#connect());
    if (!this.#opened) return;
    // One that takes no writes is left for whoever is the master now: that is what is wrong, not that we left.
    if (this.#health.state === 'unfit' && !this.#failed) return;
    this.#health.away(translateRedisError(this.#lastError, host).message);
  }

  async #ready(): Promise<void> {
    this.#lastError = new Error('the connection was lost');
    this.#failed = false;
    if (!this.#opened || this.#stopped) return;
    await this.#look();
    if (this.#stopped) return;
    for (const reconnected of this.#reconnected) reconnected();
  }
}
