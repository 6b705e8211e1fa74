import type { ConversationGateway, TurnRef, Watching } from '@turnfleet/conversation';
import { isCancelledScript } from './gateway-scripts.ts';
import type { RedisContext } from './redis-context.ts';

interface WatchedTurn {
  readonly turn: TurnRef;
  readonly cancelled: () => void;
}

/**
 * Watches turns for cancel requests: one channel per partition, subscribed with the first turn watched in it and then
 * kept, so that a turn costs one read and no subscription.
 */
export function createCancelWatch({ redis, keys }: RedisContext): ConversationGateway['watchCancel'] {
  const watched = new Map<string, Set<WatchedTurn>>();
  const channels = new Map<number, Promise<Watching>>();

  function tell(key: string, entry: WatchedTurn): void {
    const entries = watched.get(key);
    if (!entries?.delete(entry)) return;
    if (entries.size === 0) watched.delete(key);
    entry.cancelled();
  }

  /** Tells the watcher if the mark is there already. */
  async function look(key: string, entry: WatchedTurn): Promise<void> {
    const [answer] = await redis.run(isCancelledScript, keys.ofTurn(entry.turn), []);
    if (answer === 'yes') tell(key, entry);
  }

  function heard(partition: number, message: string | null): void {
    if (message !== null) {
      for (const entry of [...(watched.get(message) ?? [])]) tell(message, entry);
      return;
    }
    for (const [key, entries] of watched) {
      for (const entry of entries) {
        if (keys.home(entry.turn.conversationId) !== partition) continue;
        // Fails only with the connection, and the next one makes us look again.
        look(key, entry).catch(() => undefined);
      }
    }
  }

  async function listen(partition: number): Promise<void> {
    const known = channels.get(partition);
    const listening =
      known ?? redis.subscriber.listen(keys.cancelChannel(partition), (message) => heard(partition, message));
    channels.set(partition, listening);
    try {
      await listening;
    } catch (error) {
      channels.delete(partition);
      throw error;
    }
  }

  return async (turn, cancelled) => {
    await listen(keys.home(turn.conversationId));
    const key = `${turn.conversationId}/${turn.turnId}`;
    const entry = { turn, cancelled };
    const entries = watched.get(key) ?? new Set();
    watched.set(key, entries.add(entry));
    const close = (): void => {
      if (entries.delete(entry) && entries.size === 0 && watched.get(key) === entries) watched.delete(key);
    };
    try {
      await look(key, entry);
    } catch (error) {
      close();
      throw error;
    }
    return { close };
  };
}
