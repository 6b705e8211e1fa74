import { type Clock, isTurnfleetError, type Logger, wait } from '@turnfleet/core';
import { wsLimits } from '@turnfleet/http-kit';
import type { Feed, SessionStore } from '@turnfleet/session';

interface SessionDeps {
  readonly sessions: Pick<SessionStore, 'save'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

const retryMs = 500;
/** From one touch to the next it must not end, and after the last one not before its time. */
export const keptMs = wsLimits.sessionMs + wsLimits.touchMs;

/** A session that this instance holds, under one epoch. */
export class Session {
  readonly id: string;
  readonly owner: string;
  readonly epoch: number;
  readonly feed: Feed;
  readonly #deps: SessionDeps;
  #saving: Promise<boolean> = Promise.resolve(true);

  constructor(deps: SessionDeps, id: string, owner: string, epoch: number, feed: Feed) {
    this.#deps = deps;
    this.id = id;
    this.owner = owner;
    this.epoch = epoch;
    this.feed = feed;
  }

  /**
   * True once the store knows all that has begun, however long the store is away; false where somebody else holds the
   * session, or `signal` aborted. One save at a time: whoever asks during one waits for it, as its outcome is theirs.
   */
  persist(signal: AbortSignal): Promise<boolean> {
    this.#saving = this.#saving.then(() => this.#save(signal));
    return this.#saving;
  }

  /** Keeps it from ending. */
  touch(signal: AbortSignal): Promise<boolean> {
    this.feed.saved(false);
    return this.persist(signal);
  }

  async #save(signal: AbortSignal): Promise<boolean> {
    const { sessions, clock, logger } = this.#deps;
    while (this.feed.isUnsaved && !signal.aborted) {
      const { state } = this.feed;
      this.feed.saved();
      try {
        if (!(await sessions.save(this.id, this.owner, { epoch: this.epoch, state }, keptMs))) return false;
      } catch (error) {
        this.feed.saved(false);
        if (!isTurnfleetError(error, 'overloaded')) logger.error({ err: error }, 'a session cannot be saved');
        await wait(clock, retryMs, signal).catch(() => undefined); // called off: the loop ends
      }
    }
    return !signal.aborted;
  }
}
