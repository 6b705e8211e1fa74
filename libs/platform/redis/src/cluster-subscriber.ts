import type { Watching } from '@turnfleet/conversation';
import type { ServerConnection } from './connection.ts';
import type { ChannelListener } from './subscriber.ts';

interface Subscription {
  readonly channel: string;
  readonly listener: ChannelListener;
  /** Who has the channel's slot, and is being or has been subscribed at. */
  at: ServerConnection | undefined;
  watching: Watching | undefined;
}

/**
 * Subscriptions in a cluster. Each channel is heard at the server that has its slot and that its scripts publish on: what
 * that server tells its own subscribers needs no word between servers.
 */
export class ClusterSubscriber {
  readonly #serving: (channel: string) => ServerConnection;
  readonly #subscriptions = new Set<Subscription>();

  /** `serving` throws `overloaded` where no server has the channel's slot. */
  constructor(serving: (channel: string) => ServerConnection) {
    this.#serving = serving;
  }

  /** Resolves once messages sent from now on arrive; `overloaded` while the server cannot be reached. */
  async listen(channel: string, listener: ChannelListener): Promise<Watching> {
    const at = this.#serving(channel);
    const watching = await at.subscriber.listen(channel, listener);
    const subscription: Subscription = { channel, listener, at, watching };
    this.#subscriptions.add(subscription);
    // The slot may have moved meanwhile.
    void this.#follow(subscription);
    return {
      close: () => {
        this.#subscriptions.delete(subscription);
        subscription.watching?.close();
      },
    };
  }

  /** Slots may have moved: each channel is heard where its slot is now. */
  moved(): void {
    for (const subscription of this.#subscriptions) void this.#follow(subscription);
  }

  async #follow(subscription: Subscription): Promise<void> {
    const { channel, listener } = subscription;
    const at = this.#whoServes(channel);
    if (!at || at === subscription.at) return;
    subscription.at = at;
    subscription.watching?.close();
    subscription.watching = undefined;
    try {
      const watching = await at.subscriber.listen(channel, listener);
      if (subscription.at !== at || !this.#subscriptions.has(subscription)) return watching.close();
      subscription.watching = watching;
      listener(null);
    } catch {
      // The next `moved`, within a second, tries again.
      if (subscription.at === at) subscription.at = undefined;
    }
  }

  #whoServes(channel: string): ServerConnection | undefined {
    try {
      return this.#serving(channel);
    } catch {
      return undefined;
    }
  }
}
