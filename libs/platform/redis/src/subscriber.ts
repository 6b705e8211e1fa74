import type { Watching } from '@turnfleet/conversation';
import type { Clock } from '@turnfleet/core';
import type { Redis } from 'ioredis';
import { bounded } from './client.ts';
import type { ConnectionHealth } from './connection-health.ts';
import { unreachable } from './redis-errors.ts';

/** A message, or null when messages may have been missed. */
export type ChannelListener = (message: string | null) => void;

interface Channel {
  readonly listeners: Set<ChannelListener>;
  readonly subscribed: Promise<unknown>;
}

/** All subscriptions of a process over one connection; channels are subscribed once, however many listen. */
export class Subscriber {
  readonly #channels = new Map<string, Channel>();
  readonly #client: Redis;
  readonly #host: string;
  readonly #clock: Clock;
  readonly #link: ConnectionHealth;

  constructor(client: Redis, link: ConnectionHealth, host: string, clock: Clock) {
    this.#client = client;
    this.#host = host;
    this.#clock = clock;
    this.#link = link;
    client.on('message', (channel: string, message: string) => this.#tell(channel, message));
    link.onReconnect(() => void this.#resubscribe());
  }

  /** Resolves once messages sent from now on arrive; `overloaded` while the server cannot be reached. */
  async listen(name: string, listener: ChannelListener): Promise<Watching> {
    const channel = this.#channels.get(name) ?? this.#open(name);
    const entry: ChannelListener = (message) => listener(message);
    channel.listeners.add(entry);
    const close = (): void => {
      if (!channel.listeners.delete(entry) || channel.listeners.size > 0) return;
      if (this.#channels.get(name) === channel) this.#forget(name);
    };
    try {
      await channel.subscribed;
    } catch (error) {
      close();
      throw error;
    }
    return { close };
  }

  #open(name: string): Channel {
    const subscribed =
      this.#client.status === 'ready'
        ? bounded(this.#clock, this.#host, () => this.#client.subscribe(name))
        : Promise.reject(unreachable(this.#host, 'the connection was lost'));
    const channel = { listeners: new Set<ChannelListener>(), subscribed };
    this.#channels.set(name, channel);
    return channel;
  }

  #forget(name: string): void {
    this.#channels.delete(name);
    if (this.#client.status !== 'ready') return;
    // If this fails the connection is broken, and the next one does not know the channel.
    this.#client.unsubscribe(name).catch(() => this.#link.replace());
  }

  #tell(name: string, message: string | null): void {
    for (const listener of this.#channels.get(name)?.listeners ?? []) listener(message);
  }

  async #resubscribe(): Promise<void> {
    const names = [...this.#channels.keys()];
    if (names.length === 0) return;
    try {
      await bounded(this.#clock, this.#host, () => this.#client.subscribe(...names));
    } catch {
      // Without its channels the connection is of no use: the next one tries again.
      this.#link.replace();
      return;
    }
    for (const name of names) this.#tell(name, null);
  }
}
