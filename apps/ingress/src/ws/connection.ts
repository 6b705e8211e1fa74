import { type Frame, type FrameCodec, type Payload, type Payloads, payloadOf } from '@turnfleet/contract/envelope';
import { type Clock, type Timer, toTurnfleetError } from '@turnfleet/core';
import type { Entered } from '@turnfleet/principal';
import { type ClientOrder, MessageRate, Unacknowledged, WrongSequence } from '@turnfleet/session';
import type { WebSocket } from 'ws';
import { type Message, Outbox } from './outbox.ts';
import type { Session } from './session.ts';
import type { Subscription } from './subscription.ts';
import { closeCodes, wsLimits } from './ws-limits.ts';
import type { Ending, WsStats } from './ws-stats.ts';

/** The same for all connections. */
export interface ConnectionDeps {
  readonly clock: Clock;
  readonly stats: WsStats;
  /** Where its client is told to come back to; empty: where it came. */
  readonly url: string;
}

/** What an error is about. */
type About = Partial<Pick<Payloads['error'], 'turnId' | 'conversationId' | 'answers'>>;

/** One client on its socket. Until `begin` it has no session, and after `end` nothing is said any more. */
export class Connection {
  readonly socket: WebSocket;
  readonly codec: FrameCodec;
  readonly rate: MessageRate;
  readonly openedAt: number;
  readonly subscriptions = new Map<string, Subscription>();
  /** By conversation, what it asked last and is not done yet. */
  readonly pending = new Map<string, Promise<void>>();
  /** Turns that are being submitted: their events wait for the word that they are accepted. */
  readonly submitting = new Map<string, Promise<void>>();
  /** Aborts when it is over. */
  readonly ended = new AbortController();
  entered: Entered;
  /** Stops watching the credential. */
  release: () => void = () => undefined;
  /** Until when a new token has to be here, by the monotonic clock; null: none has ended. */
  renewBy: number | null = null;
  heardAt: number;
  sentAt: number;
  touchedAt: number;
  /** The last notice that it was told, or is about to be. */
  noticeId: string | null = null;
  why: Ending = 'client';
  current: {
    readonly session: Session;
    readonly order: ClientOrder;
    readonly outbox: Outbox;
    readonly unacknowledged: Unacknowledged;
  } | null = null;
  readonly #deps: ConnectionDeps;
  #closing: Timer | null = null;
  #resting: Timer | null = null;

  constructor(deps: ConnectionDeps, socket: WebSocket, codec: FrameCodec, entered: Entered) {
    this.#deps = deps;
    this.socket = socket;
    this.codec = codec;
    this.entered = entered;
    const now = deps.clock.monotonic();
    this.openedAt = now;
    this.heardAt = now;
    this.sentAt = now;
    this.touchedAt = now;
    this.rate = new MessageRate(wsLimits.rate, now);
  }

  begin(session: Session, order: ClientOrder): void {
    const unacknowledged = new Unacknowledged(wsLimits.unacknowledgedBytes);
    const outbox = new Outbox({
      ...{ session, unacknowledged, ended: this.ended.signal },
      now: () => this.#deps.clock.monotonic(),
      isSocketFull: () => this.socket.bufferedAmount > wsLimits.bufferedBytes,
      write: (sequence, message) => this.#write(sequence, message),
      takenOver: () => this.leave('taken_over', closeCodes.takenOver, 'taken_over', 0),
    });
    this.current = { session, order, outbox, unacknowledged };
  }

  /** Something about the connection alone: it has no number, and is never sent again. */
  say(payload: Payload): void {
    if (this.socket.bufferedAmount > wsLimits.unreadBytes) {
      this.why = 'slow_reader';
      this.socket.terminate();
    } else this.#send(0, null, payload);
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

  /** Sends its client away; the session can go on elsewhere. `retryAfterMs`: when. */
  leave(why: Ending, code: number, reason: string, retryAfterMs: number): void {
    this.say(payloadOf('goodbye', { reason, retryAfter: retryAfterMs / 1_000, url: this.#deps.url }));
    this.close(why, code, reason);
  }

  /** Reads nothing for so long. */
  rest(ms: number): void {
    if (this.socket.isPaused) return;
    this.socket.pause();
    this.#resting = this.#deps.clock.setTimer(ms, () => this.socket.resume());
  }

  close(why: Ending, code: number, reason: string): void {
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
    for (const { stop } of this.subscriptions.values()) stop.abort();
    this.release();
    this.current?.outbox.end();
  }

  #write(sequence: number, message: Message): number {
    return this.#send(sequence, message, message.payload);
  }

  #send(sequence: number, message: Message | null, payload: Payload): number {
    if (this.ended.signal.aborted) return 0;
    const frame: Frame = {
      ...{ sequence, at: this.#deps.clock.now(), session: this.current?.session.id ?? '', traceparent: '', payload },
      priority: message && message.priority !== 2 ? message.priority : null,
    };
    const data = this.codec.encode(frame);
    const isFull = this.socket.bufferedAmount > wsLimits.bufferedBytes;
    // Only a full socket is asked to say when it has room again.
    this.socket.send(data, { binary: this.codec.isBinary }, isFull ? () => this.current?.outbox.go() : undefined);
    this.sentAt = this.#deps.clock.monotonic();
    this.#deps.stats.sent(payload.kind);
    return data.length;
  }
}
