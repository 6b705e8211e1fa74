import type { Watching } from '@turnfleet/conversation';
import type { Clock, Logger, Timer } from '@turnfleet/core';
import type { Redis } from 'ioredis';
import { bounded } from './client.ts';
import { translateRedisError } from './redis-errors.ts';

/** Longest a first connection may take, milliseconds. */
const openTimeoutMs = 5_000;
const pingEveryMs = 1_000;
/** Wait before the n-th new connection in a row, milliseconds. */
const retryAfterMs = (failures: number): number => Math.min(100 * failures, 1_000);

export interface LinkOptions {
  readonly client: Redis;
  /** For logs: `commands` or `subscriptions`. */
  readonly purpose: string;
  readonly host: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Looks at each server met; what it throws is the link's problem until the next connection. */
  readonly inspect?: () => Promise<void>;
  /** Asks for a sign of life, each second. */
  readonly ping?: () => Promise<unknown>;
}

/** The health of one connection: pings it, has it replaced when it is silent, tells when it is back. */
export class Link {
  readonly #options: LinkOptions;
  readonly #reconnected = new Set<() => void>();
  #problem: string | null = 'not connected yet';
  #opened = false;
  #stopped = false;
  #failures = 0;
  #pingTimer: Timer | undefined;
  #retryTimer: Timer | undefined;
  #lastError: unknown = new Error('no answer in time');

  constructor(options: LinkOptions) {
    this.#options = options;
    const { client } = options;
    client.on('error', (error: NodeJS.ErrnoException) => {
      // Several addresses refused at once come as an error without a message.
      this.#lastError = error.message === '' ? new Error(error.code ?? error.name) : error;
    });
    client.on('end', () => this.#ended());
    client.on('ready', () => void this.#ready());
  }

  /** Null while fine, else what is wrong in one sentence. */
  problem(): string | null {
    return this.#problem;
  }

  onReconnect(reconnected: () => void): Watching {
    const entry = (): void => reconnected();
    this.#reconnected.add(entry);
    return { close: () => void this.#reconnected.delete(entry) };
  }

  /** Waits for the first connection; one that is refused is tried again until the time is over. */
  async open(): Promise<void> {
    const { client, clock, host, inspect } = this.#options;
    const connected = Promise.withResolvers<void>();
    const timer = clock.setTimer(openTimeoutMs, () => connected.reject(this.#lastError));
    client.once('ready', connected.resolve);
    this.#connect();
    try {
      await connected.promise;
      await inspect?.();
    } catch (error) {
      throw translateRedisError(error, host);
    } finally {
      timer.cancel();
    }
    this.#opened = true;
    this.#problem = null;
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
    const { client, clock, host, logger, purpose, ping = () => client.ping() } = this.#options;
    if (client.status === 'ready') {
      try {
        await bounded(clock, host, ping);
      } catch (error) {
        const known = this.#problem !== null;
        if (!this.#stopped && client.status === 'ready') {
          this.#problem = translateRedisError(error, host).message;
          if (!known) logger.warn({ purpose, problem: this.#problem }, 'Redis does not answer; connecting anew');
          this.replace();
        }
      }
    }
    this.#schedule();
  }

  #ended(): void {
    const { clock, host, logger, purpose } = this.#options;
    if (this.#stopped) return;
    this.#failures++;
    this.#retryTimer = clock.setTimer(retryAfterMs(this.#failures), () => this.#connect());
    if (!this.#opened) return;
    const known = this.#problem !== null;
    this.#problem = translateRedisError(this.#lastError, host).message;
    if (!known) logger.warn({ purpose, problem: this.#problem }, 'The connection to Redis was lost; turns wait');
  }

  async #ready(): Promise<void> {
    const { host, inspect, logger, purpose } = this.#options;
    this.#lastError = new Error('the connection was lost');
    this.#failures = 0;
    if (!this.#opened || this.#stopped) return;
    try {
      await inspect?.();
      this.#problem = null;
      logger.info({ purpose }, 'Redis is back');
    } catch (error) {
      this.#problem = translateRedisError(error, host).message;
      logger.error({ purpose, problem: this.#problem }, 'Redis is back, but not fit to keep conversations');
    }
    for (const reconnected of this.#reconnected) reconnected();
  }
}
