import type { Clock, Logger, Random, Timer } from '@turnfleet/core';
import { spread, TurnfleetError } from '@turnfleet/core';
import { closeCodes, keepListening, signalPayload, WsStats, wsLimits } from '@turnfleet/http-kit';
import type { BusMessage, SessionStore } from '@turnfleet/session';
import type { Connection } from './connection.ts';
import { NoticeReader } from './notice-reader.ts';
import { tick } from './tick.ts';

interface HubDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: Random;
  readonly sessions: SessionStore;
  /** Connections that this process takes. */
  readonly limit: number;
}

const lookEveryMs = 1_000;
/** What is done for all connections is done for so many in one go: others want to be served, too. */
const inOneGo = 200;

/** All WebSocket connections of this process. */
export class Hub {
  readonly stats = new WsStats();
  readonly notices: NoticeReader;
  readonly all = new Set<Connection>();
  readonly #bySession = new Map<string, Connection>();
  readonly #deps: HubDeps;
  #warnedAt = 0;
  #timer: Timer | null = null;
  readonly #listening: { stop(): void };
  #stopped = false;
  #idle = Promise.withResolvers<void>();

  constructor(deps: HubDeps) {
    this.#deps = deps;
    this.notices = new NoticeReader(deps, (tenant, work) =>
      this.#forEach((one) => one.entered.principal.tenant === tenant, work),
    );
    this.#idle.resolve();
    this.#listening = keepListening(deps, (message) => this.#hear(message));
  }

  /** `overloaded` where there is no room for another connection. */
  expectRoom(): void {
    if (this.all.size < this.#deps.limit) return;
    throw new TurnfleetError(
      'overloaded',
      `This ingress has ${this.#deps.limit} WebSocket connections, the most it takes.`,
      {
        retryAfterMs: spread(wsLimits.reconnectMs * 5, this.#deps.random),
        suggestion: 'Connect again after the time in Retry-After; another ingress may have room.',
      },
    );
  }

  add(connection: Connection): void {
    if (this.all.size === 0) this.#idle = Promise.withResolvers<void>();
    this.all.add(connection);
    this.stats.opened();
    this.#warn();
    this.#look();
  }

  remove(connection: Connection): void {
    if (!this.all.delete(connection)) return;
    this.stats.ended(connection.why);
    const session = connection.current?.session.id ?? '';
    if (this.#bySession.get(session) === connection) this.#bySession.delete(session);
    if (this.all.size === 0) this.#idle.resolve();
  }

  /** The connection has a session now; whoever else here has it lets go. */
  holds(connection: Connection, session: string): void {
    const before = this.#bySession.get(session);
    if (before && before !== connection) this.#takenOver(before);
    this.#bySession.set(session, connection);
  }

  /** What an operator wants to know. */
  get limit(): number {
    return this.#deps.limit;
  }

  /** Sends everybody away, each to come back at another time; resolves when all are gone. */
  async drain(): Promise<void> {
    await this.#forEach(
      () => true,
      (one) => one.leave('drain', closeCodes.drain, 'drain', spread(wsLimits.reconnectMs, this.#deps.random)),
    );
    await this.#idle.promise;
  }

  stop(): void {
    this.#stopped = true;
    this.#timer?.cancel();
    this.#listening.stop();
    for (const { socket } of this.all) socket.terminate();
  }

  async #forEach(wanted: (one: Connection) => boolean, work: (one: Connection) => void): Promise<void> {
    let done = 0;
    for (const one of [...this.all].filter(wanted)) {
      work(one);
      if (++done % inOneGo === 0) await new Promise((resolve) => setImmediate(resolve));
    }
  }

  #look(): void {
    if (this.#timer !== null || this.#stopped) return;
    this.#timer = this.#deps.clock.setTimer(lookEveryMs, () => {
      this.#timer = null;
      const now = this.#deps.clock.monotonic();
      for (const one of this.all) tick(one, now, this.#deps.random);
      if (this.all.size > 0) this.#look();
    });
  }

  #warn(): void {
    const share = (this.all.size / this.#deps.limit) * 100;
    const level = share >= 90 ? 90 : share >= 70 ? 70 : 0;
    if (level > this.#warnedAt) {
      const { size } = this.all;
      this.#deps.logger.warn(
        { connections: size, limit: this.#deps.limit },
        `WebSocket connections reach ${level} % of what this process takes`,
      );
    }
    this.#warnedAt = level;
  }

  #hear(message: BusMessage | null): void {
    if (message === null) {
      this.notices.lookAgain();
      return;
    }
    switch (message.kind) {
      case 'taken': {
        const one = this.#bySession.get(message.session);
        if (one?.current && one.current.session.epoch < message.epoch) this.#takenOver(one);
        return;
      }
      case 'notice':
        this.notices.look(message.tenant);
        return;
      case 'signal': {
        const { conversationId, from } = message;
        const payload = signalPayload(message);
        const isMeant = (one: Connection): boolean =>
          one.subscriptions.has(conversationId) && one.current?.session.id !== from;
        void this.#forEach(isMeant, (one) => one.say(payload));
      }
    }
  }

  #takenOver(one: Connection): void {
    one.leave('taken_over', closeCodes.takenOver, 'taken_over', 0);
  }
}
