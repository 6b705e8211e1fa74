import { type Frame, type FrameCodec, type Payload, type Payloads, payloadOf } from '@turnfleet/contract/envelope';
import { type Clock, type Timer, toTurnfleetError } from '@turnfleet/core';
import type { Entered } from '@turnfleet/principal';
import { MessageRate, WrongSequence } from '@turnfleet/session';
import type { WebSocket } from 'ws';
import { wsLimits } from './ws-limits.ts';
import type { SocketEnding, WsStats } from './ws-stats.ts';

/** The same for all sockets of an address. */
export interface FrameSocketDeps {
  readonly clock: Clock;
  readonly stats: WsStats;
  /** Where its client is told to come back to; empty: where it came. */
  readonly url: string;
}

/** At most, in UTF-8. */
const bytesOfCharacter = 3;

/** What an error is about. */
type About = Partial<Pick<Payloads['error'], 'turnId' | 'conversationId' | 'answers'>>;

/** One client that speaks in frames over its WebSocket. After `end` nothing is said any more. */
export class FrameSocket {
  readonly socket: WebSocket;
  readonly codec: FrameCodec;
  readonly rate: MessageRate;
  readonly openedAt: number;
  /** By conversation, what it asked last and is not done yet. */
  readonly pending = new Map<string, Promise<void>>();
  /** Aborts when it is over. */
  readonly ended = new AbortController();
  entered: Entered;
  /** Stops watching the credential. */
  release: () => void = () => undefined;
  /** Until when a new token has to be here, by the monotonic clock; null: none has ended. */
  renewBy: number | null = null;
  heardAt: number;
  sentAt: number;
  why: SocketEnding = 'client';
  readonly #deps: FrameSocketDeps;
  #closing: Timer | null = null;
  #resting: Timer | null = null;

  constructor(deps: FrameSocketDeps, socket: WebSocket, codec: FrameCodec, entered: Entered) {
    this.#deps = deps;
    this.socket = socket;
    this.codec = codec;
    this.entered = entered;
    const now = deps.clock.monotonic();
    this.openedAt = now;
    this.heardAt = now;
    this.sentAt = now;
    this.rate = new MessageRate(wsLimits.rate, now);
  }

  /** Something about the connection alone: it has no number, and is never sent again. */
  say(payload: Payload): void {
    if (this.socket.bufferedAmount > wsLimits.unreadBytes) {
      this.why = 'slow_reader';
      this.socket.terminate();
    } else this.send(0, payload);
  }

  refuse(error: unknown, about: About = {}): void {
    const { kind, message, details } = toTurnfleetError(error);
    this.say(
      payloadOf('error', {
        ...{ code: kind, message, suggestion: details.suggestion ?? '', ...about },
        ...(error instanceof WrongSequence ? { expectedSequence: error.expected } : {}),
        ...(details.retryAfterMs === undefined ? {} : { retryAfter: details.retryAfterMs / 1_000 }),
      }),
    );
  }

  /** Sends its client away; it can go on elsewhere. `retryAfterMs`: when. */
  leave(why: SocketEnding, code: number, reason: string, retryAfterMs: number): void {
    this.say(payloadOf('goodbye', { reason, retryAfter: retryAfterMs / 1_000, url: this.#deps.url }));
    this.close(why, code, reason);
  }

  /** Reads nothing for so long. */
  rest(ms: number): void {
    if (this.socket.isPaused) return;
    this.socket.pause();
    this.#resting = this.#deps.clock.setTimer(ms, () => this.socket.resume());
  }

  close(why: SocketEnding, code: number, reason: string): void {
    if (this.ended.signal.aborted) return;
    this.why = why;
    this.socket.close(code, reason);
    // One that does not answer is gone.
    this.#closing = this.#deps.clock.setTimer(wsLimits.closeMs, () => this.socket.terminate());
    this.end();
  }

  /** Its socket is closed. */
  gone(): void {
    this.end();
    this.#closing?.cancel();
    this.#resting?.cancel();
  }

  end(): void {
    this.ended.abort();
    this.release();
  }

  /** Sends, under a number unless that is 0; returns how many bytes that were. */
  send(sequence: number, payload: Payload, priority: Frame['priority'] = null): number {
    if (this.ended.signal.aborted) return 0;
    const at = this.#deps.clock.now();
    const data = this.codec.encode({ sequence, at, session: this.session, traceparent: '', payload, priority });
    const mayFill = this.socket.bufferedAmount + data.length * bytesOfCharacter > wsLimits.bufferedBytes;
    // Only of what may fill the socket it is asked to say when that is taken.
    this.socket.send(data, { binary: this.codec.isBinary }, mayFill ? () => this.relieved() : undefined);
    this.sentAt = this.#deps.clock.monotonic();
    this.#deps.stats.sent(payload.kind);
    return data.length;
  }

  /** As much waits in it as is meant to. */
  get isFull(): boolean {
    return this.socket.bufferedAmount > wsLimits.bufferedBytes;
  }

  /** The session that what is sent belongs to; empty if there is none. */
  protected get session(): string {
    return '';
  }

  /** Has taken what may have filled it. */
  protected relieved(): void {}
}
