import { type FrameCodec, type Payload } from '@turnfleet/contract/envelope';
import { FrameSocket, type FrameSocketDeps } from '@turnfleet/http-kit';
import type { Entered } from '@turnfleet/principal';
import { ClientOrder } from '@turnfleet/session';
import type { WebSocket } from 'ws';
import type { AskingAgent } from '../asking-agent.ts';

/** An agent's program on its socket. What it is sent is numbered from 1; where it goes on is in the events. */
export class AgentSocket extends FrameSocket {
  readonly asking: AskingAgent;
  /** Names it to others, as who types. */
  readonly id: string;
  /** Conversations that the agent has, as this socket was told. */
  readonly has = new Set<string>();
  /** Null until its hello. */
  order: ClientOrder | null = null;
  /** Ends what it is told now; null: it has not asked for anything. */
  telling: { readonly stop: AbortController; readonly ended: Promise<void> } | null = null;
  /** Since when it takes nothing, by the monotonic clock; null: it does. */
  stalledSince: number | null = null;
  readonly #now: () => number;
  #sequence = 0;

  constructor(
    deps: FrameSocketDeps,
    { socket, codec, entered }: { socket: WebSocket; codec: FrameCodec; entered: Entered },
    asking: AskingAgent,
    id: string,
  ) {
    super(deps, socket, codec, entered);
    this.asking = asking;
    this.id = id;
    this.#now = () => deps.clock.monotonic();
  }

  greeted(sequence: number): void {
    this.order = new ClientOrder(sequence);
  }

  /** Sends under the next number; resolves once there is room for more, or `signal` aborts. */
  async tell(payload: Payload, signal: AbortSignal): Promise<void> {
    this.send(++this.#sequence, payload);
    if (!this.isFull || signal.aborted) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.stalledSince = this.#now();
    signal.addEventListener('abort', () => resolve(), { once: true });
    // Is written behind all that waits.
    this.socket.ping('', undefined, () => resolve());
    await promise;
    this.stalledSince = null;
  }

  override end(): void {
    super.end();
    this.telling?.stop.abort();
  }
}
