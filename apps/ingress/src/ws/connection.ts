import type { FrameCodec } from '@turnfleet/contract/envelope';
import { closeCodes, FrameSocket, type FrameSocketDeps, wsLimits } from '@turnfleet/http-kit';
import type { Entered } from '@turnfleet/principal';
import { type ClientOrder, Unacknowledged } from '@turnfleet/session';
import type { WebSocket } from 'ws';
import { type Message, Outbox } from './outbox.ts';
import type { Session } from './session.ts';
import type { Subscription } from './subscription.ts';

/** One client on its socket. Until `begin` it has no session. */
export class Connection extends FrameSocket {
  readonly subscriptions = new Map<string, Subscription>();
  /** Turns that are being submitted: their events wait for the word that they are accepted. */
  readonly submitting = new Map<string, Promise<void>>();
  touchedAt: number;
  /** The last notice that it was told, or is about to be. */
  noticeId: string | null = null;
  current: {
    readonly session: Session;
    readonly order: ClientOrder;
    readonly outbox: Outbox;
    readonly unacknowledged: Unacknowledged;
  } | null = null;
  readonly #now: () => number;

  constructor(deps: FrameSocketDeps, socket: WebSocket, codec: FrameCodec, entered: Entered) {
    super(deps, socket, codec, entered);
    this.touchedAt = this.openedAt;
    this.#now = () => deps.clock.monotonic();
  }

  begin(session: Session, order: ClientOrder): void {
    const unacknowledged = new Unacknowledged(wsLimits.unacknowledgedBytes);
    const outbox = new Outbox({
      ...{ session, unacknowledged, ended: this.ended.signal, now: this.#now },
      isSocketFull: () => this.isFull,
      write: (sequence, message) => this.#write(sequence, message),
      takenOver: () => this.leave('taken_over', closeCodes.takenOver, 'taken_over', 0),
    });
    this.current = { session, order, outbox, unacknowledged };
  }

  override end(): void {
    super.end();
    for (const { stop } of this.subscriptions.values()) stop.abort();
    this.current?.outbox.end();
  }

  protected override get session(): string {
    return this.current?.session.id ?? '';
  }

  protected override relieved(): void {
    this.current?.outbox.go();
  }

  #write(sequence: number, { payload, priority }: Message): number {
    return this.send(sequence, payload, priority === 2 ? null : priority);
  }
}
