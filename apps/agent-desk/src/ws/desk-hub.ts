import { type Clock, type Random, spread, type Timer } from '@turnfleet/core';
import { closeCodes, keepListening, signalPayload, tickSocket, WsStats, wsLimits } from '@turnfleet/http-kit';
import type { BusMessage, SessionStore } from '@turnfleet/session';
import type { AgentSocket } from './agent-socket.ts';

interface DeskHubDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly sessions: Pick<SessionStore, 'listen'>;
}

const lookEveryMs = 1_000;

/** All sockets of agents in this process. */
export class DeskHub {
  readonly stats = new WsStats();
  readonly #all = new Set<AgentSocket>();
  readonly #deps: DeskHubDeps;
  #timer: Timer | null = null;
  readonly #listening: { stop(): void };
  #stopped = false;
  #idle = Promise.withResolvers<void>();

  constructor(deps: DeskHubDeps) {
    this.#deps = deps;
    this.#idle.resolve();
    this.#listening = keepListening(deps, (message) => this.#hear(message));
  }

  add(agent: AgentSocket): void {
    if (this.#all.size === 0) this.#idle = Promise.withResolvers<void>();
    this.#all.add(agent);
    this.stats.opened();
    this.#look();
  }

  remove(agent: AgentSocket): void {
    if (!this.#all.delete(agent)) return;
    this.stats.ended(agent.why);
    if (this.#all.size === 0) this.#idle.resolve();
  }

  /** Sends everybody away, each to come back at another time; resolves when all are gone. */
  async drain(): Promise<void> {
    for (const one of this.#all)
      one.leave('drain', closeCodes.drain, 'drain', spread(wsLimits.reconnectMs, this.#deps.random));
    await this.#idle.promise;
  }

  stop(): void {
    this.#stopped = true;
    this.#timer?.cancel();
    this.#listening.stop();
    for (const { socket } of this.#all) socket.terminate();
  }

  #look(): void {
    if (this.#timer !== null || this.#stopped) return;
    this.#timer = this.#deps.clock.setTimer(lookEveryMs, () => {
      this.#timer = null;
      const now = this.#deps.clock.monotonic();
      for (const one of this.#all) this.#tick(one, now);
      if (this.#all.size > 0) this.#look();
    });
  }

  #tick(one: AgentSocket, now: number): void {
    if (!tickSocket(one, now, one.order !== null)) return;
    if (one.stalledSince === null || now - one.stalledSince < wsLimits.stalledMs) return;
    one.leave('slow_reader', closeCodes.later, 'slow_reader', spread(wsLimits.reconnectMs, this.#deps.random));
  }

  /** Who types, comes or goes in a conversation is told to the agent who has it. */
  #hear(message: BusMessage | null): void {
    if (message?.kind !== 'signal') return;
    const { conversationId, from } = message;
    const payload = signalPayload(message);
    for (const one of this.#all) if (one.has.has(conversationId) && one.id !== from) one.say(payload);
  }
}
