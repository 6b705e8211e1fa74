import { isTurnfleetError, wait } from '@turnfleet/core';
import { openConversationEvents, type StreamDeps, type StreamEvent } from '@turnfleet/streams';

interface ReadEvent {
  readonly conversationId: string;
  readonly event: StreamEvent;
}

interface Reader {
  readonly stop: AbortController;
  readonly ended: Promise<void>;
}

/** After which a store that cannot be read is tried again, milliseconds. */
const pauseMs = 500;

/**
 * Reads several conversations at once, each after a place, and offers their events one by one: a reader waits until its event
 * is taken. Calls `ring` when there is something to take.
 */
export class ConversationReaders {
  readonly places: Map<string, string>;
  readonly #readers = new Map<string, Reader>();
  readonly #offered: (ReadEvent & { readonly taken: () => void })[] = [];
  readonly #deps: StreamDeps;
  readonly #ring: () => void;
  readonly #failed: (error: unknown) => void;

  /** `failed` is told of what ends a reader other than that the store is away. */
  constructor(
    deps: StreamDeps,
    places: ReadonlyMap<string, string>,
    ring: () => void,
    failed: (error: unknown) => void,
  ) {
    this.#deps = deps;
    this.places = new Map(places);
    this.#ring = ring;
    this.#failed = failed;
  }

  /** Resolves once what happens from now on in the conversation will be offered. */
  async follow(conversationId: string): Promise<void> {
    if (this.#readers.has(conversationId)) return;
    const begun = Promise.withResolvers<void>();
    const stop = new AbortController();
    const ended = this.#read(conversationId, stop.signal, begun.resolve).catch(this.#failed).finally(begun.resolve);
    this.#readers.set(conversationId, { stop, ended });
    await begun.promise;
  }

  /** Lets go of all but these. */
  async keepOnly(conversationIds: ReadonlySet<string>): Promise<void> {
    for (const id of this.places.keys()) if (!conversationIds.has(id)) this.places.delete(id);
    const leaving = [...this.#readers].filter(([id]) => !conversationIds.has(id));
    for (const [id, { stop }] of leaving) {
      this.#readers.delete(id);
      stop.abort();
    }
    this.#drop(({ conversationId }) => !conversationIds.has(conversationId));
    await Promise.all(leaving.map(([, { ended }]) => ended));
  }

  /** The next event, with the places after it; null if there is none now. */
  take(): ReadEvent | null {
    const next = this.#offered.shift();
    if (!next) return null;
    if (next.event.id !== '') this.places.set(next.conversationId, next.event.id);
    next.taken();
    return next;
  }

  #drop(isLeaving: (offered: ReadEvent) => boolean): void {
    const staying = this.#offered.filter((one) => !isLeaving(one));
    this.#offered.splice(0, this.#offered.length, ...staying);
  }

  async #read(conversationId: string, signal: AbortSignal, begun: () => void): Promise<void> {
    while (!signal.aborted) {
      try {
        const after = this.places.get(conversationId) ?? null;
        const { from, events } = await openConversationEvents(this.#deps, conversationId, after, signal, 'agent');
        if (from !== null && !signal.aborted) this.places.set(conversationId, from);
        begun();
        for await (const event of events) await this.#offer({ conversationId, event }, signal);
      } catch (error) {
        if (!isTurnfleetError(error, 'overloaded')) throw error;
        await wait(this.#deps.clock, pauseMs, signal).catch(() => undefined); // called off: the loop ends
      }
    }
  }

  async #offer(read: ReadEvent, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#offered.push({ ...read, taken: resolve });
    signal.addEventListener('abort', () => resolve(), { once: true });
    this.#ring();
    await promise;
  }
}
