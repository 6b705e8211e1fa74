import type { ConversationState, ConversationStore, RestoredConversation } from '@turnfleet/conversation';
import { type MemoryServer, memoryServer } from '@turnfleet/embedded/testing';
import type { Link } from '../process/link.ts';
import type { VirtualTime } from '../time/virtual-time.ts';
import type { SimState } from './sim-state.ts';
import { StoreClock } from './store-clock.ts';
import { StoreOutage } from './store-outage.ts';

/** The state store that all processes share, and what is wrong with it right now. */
export class StateServer implements SimState {
  readonly server: MemoryServer;
  readonly outage: StoreOutage;
  readonly clock: StoreClock;

  constructor(time: VirtualTime, partitions: number) {
    this.outage = new StoreOutage(time);
    this.clock = new StoreClock(time);
    this.server = memoryServer({ clock: this.clock, partitions, journalTtlMs: 3_600_000 });
  }

  /** The ports as one process has them, each call going over its link. */
  connect(link: Link): ConversationState {
    const { store, gateway, journal } = this.server.connect();
    const check = (): void => this.outage.check();
    const paced = (conversations: AsyncIterable<RestoredConversation>) => pacedBy(link, check, conversations);
    const restore: ConversationStore['restore'] = async (partition, generation, conversations, applied) => {
      const fence = await store.restore(partition, generation, paced(conversations), applied);
      return link.call('restored', () => fence);
    };
    const catchUp: ConversationStore['catchUp'] = async (fence, conversations, applied) => {
      await store.catchUp(fence, paced(conversations), applied);
      await link.call('caught up', () => undefined);
    };
    return {
      // What the adapter last heard of the server's clock: nothing is asked for it.
      store: remote(link, store, check, { restore, catchUp, now: () => store.now() }),
      gateway: remote(link, gateway, check, {
        watchCancel: (turn, cancelled) =>
          link.call('watchCancel', () => gateway.watchCancel(turn, () => link.notify(cancelled))),
      }),
      journal: remote(link, journal, check, {
        subscribe: (conversationId, wake) =>
          link.call('subscribe', () =>
            journal.subscribe(conversationId, (appended) => link.notify(() => wake(appended))),
          ),
      }),
    };
  }

  async close(): Promise<void> {}
}

/** Each conversation of a restore goes over the link by itself: anything may happen in between. */
async function* pacedBy(
  link: Link,
  check: () => void,
  conversations: AsyncIterable<RestoredConversation>,
): AsyncGenerator<RestoredConversation> {
  await link.call('restore', check);
  for await (const conversation of conversations) {
    await link.call('restore', check);
    yield conversation;
  }
}

/** Every method of a port as a call over the link, but for those that are given. */
function remote<T extends object>(link: Link, target: T, check: () => void, own: Partial<T>): T {
  const methods = Object.entries(target as Record<string, (...given: unknown[]) => unknown>).map(([name, method]) => [
    name,
    (...args: unknown[]) =>
      link.call(name, () => {
        check();
        return method.apply(target, args);
      }),
  ]);
  return { ...(Object.fromEntries(methods) as T), ...own };
}
