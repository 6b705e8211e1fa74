import type { PayloadKind } from '@turnfleet/contract/envelope';
import { counter, histogram, upDownCounter } from '@turnfleet/telemetry';

/** What ended a connection. */
export type SocketEnding =
  | 'client'
  | 'drain'
  | 'silent'
  | 'slow_reader'
  | 'rate_limited'
  | 'taken_over'
  | 'token'
  | 'refused';

/** Counted since the process began. */
interface Counts {
  total: number;
  resumed: number;
  failedHeartbeats: number;
  messagesIn: number;
  messagesOut: number;
}

/** What is counted of WebSocket connections, for metrics and for `GET /v1/connections`. */
export class WsStats {
  readonly counts: Counts = { total: 0, resumed: 0, failedHeartbeats: 0, messagesIn: 0, messagesOut: 0 };
  readonly #open = upDownCounter('turnfleet.ws.connections.open');
  readonly #ended = counter('turnfleet.ws.connections.ended');
  readonly #in = counter('turnfleet.ws.messages.received');
  readonly #out = counter('turnfleet.ws.messages.sent');
  readonly #sessions = counter('turnfleet.ws.sessions');
  readonly #resume = histogram('turnfleet.ws.resume.duration');
  /** Milliseconds, the latest. */
  readonly #resumes: number[] = [];

  opened(): void {
    this.counts.total += 1;
    this.#open.add(1);
  }

  ended(why: SocketEnding): void {
    if (why === 'silent') this.counts.failedHeartbeats += 1;
    this.#open.add(-1);
    this.#ended.add(1, { why });
  }

  received(kind: PayloadKind | 'unreadable'): void {
    this.counts.messagesIn += 1;
    this.#in.add(1, { kind });
  }

  sent(kind: PayloadKind): void {
    this.counts.messagesOut += 1;
    this.#out.add(1, { kind });
  }

  greeted(outcome: 'new' | 'resumed' | 'unknown' | 'wrong_sequence'): void {
    this.#sessions.add(1, { outcome });
  }

  resumedIn(ms: number): void {
    this.counts.resumed += 1;
    this.#resume.record(ms / 1_000);
    this.#resumes.push(ms);
    if (this.#resumes.length > 1_000) this.#resumes.shift();
  }

  /** Of the last thousand; null if there was none. */
  resumeMs(share: number): number | null {
    const sorted = this.#resumes.toSorted((one, other) => one - other);
    return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null;
  }
}
