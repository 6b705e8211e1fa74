import { Duplex } from 'node:stream';
import type { SimProcess } from '../process/sim-process.ts';
import type { Random } from '../time/random.ts';
import type { VirtualTime } from '../time/virtual-time.ts';

export interface ConnectionOptions {
  readonly time: VirtualTime;
  /** Whose end it is that HTTP is served at. */
  readonly process: SimProcess;
  readonly random: Random;
  /** Milliseconds that the client takes over each portion it is given. */
  readonly slowMs: number;
  /** Bytes that wait between the two before the server is told to wait, too. */
  readonly room: number;
  /** The client is given bytes. */
  readonly told: (bytes: Uint8Array) => void;
  /** Nothing more comes: the server ended the connection, or it broke. */
  readonly over: () => void;
}

const latencyMs = [0, 2] as const;

/**
 * A TCP connection of a client to a process, in virtual time. Invariant: bytes arrive in the order in which they were sent,
 * in portions of any size; of what was under way when the process died the client is given all, a part, or nothing.
 */
export class Connection {
  /** The server's end, for Node's HTTP server. */
  readonly socket: Duplex;
  readonly #options: ConnectionOptions;
  readonly #underWay: { readonly bytes: Uint8Array; readonly taken: () => void }[] = [];
  #lastArrival = { toServer: 0, toClient: 0 };
  /** The client hears nothing more, or has gone. */
  #closed = false;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.socket = new Duplex({
      highWaterMark: options.room,
      read: () => undefined,
      write: (bytes: Uint8Array, _, done) => this.#write(bytes, done),
      final: (done) => {
        this.#arriving('toClient', () => this.#end());
        done();
      },
      destroy: (_, done) => {
        this.#arriving('toClient', () => this.#end());
        done(null);
      },
    });
    // What a client that has gone leaves behind; the server has its own ears, too.
    this.socket.on('error', () => undefined);
    options.process.onDeath(() => this.#break());
  }

  send(text: string | Uint8Array): void {
    this.#arriving('toServer', () => this.#options.process.run(() => this.socket.push(text)));
  }

  /** The client hangs up. */
  leave(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#arriving('toServer', () => this.#options.process.run(() => this.socket.destroy()));
  }

  #write(bytes: Uint8Array, done: () => void): void {
    const { random, slowMs, room, process } = this.#options;
    if (process.state === 'dead') return;
    const cut = random.chance(0.2) ? random.between(1, bytes.length) : bytes.length;
    const portions = [bytes.subarray(0, cut), bytes.subarray(cut)].filter(({ length }) => length > 0);
    const waits = slowMs > 0 && bytes.length > room / 2;
    for (const [i, portion] of portions.entries()) {
      const isLast = i === portions.length - 1;
      this.#underWay.push({ bytes: portion, taken: waits && isLast ? done : () => undefined });
      this.#arriving('toClient', () => this.#take(), slowMs);
    }
    if (!waits) done();
  }

  #take(): void {
    const next = this.#underWay.shift();
    if (!next) return;
    if (!this.#closed) this.#options.told(next.bytes);
    this.#options.process.run(next.taken);
  }

  #break(): void {
    if (this.#closed) return;
    const { random } = this.#options;
    if (random.chance(0.5)) this.#underWay.length = random.between(0, this.#underWay.length);
    this.#arriving('toClient', () => this.#end());
  }

  #end(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#options.over();
  }

  #arriving(way: 'toServer' | 'toClient', arrived: () => void, moreMs = 0): void {
    const { time, random } = this.#options;
    const at = Math.max(this.#lastArrival[way], time.monotonic() + random.between(...latencyMs)) + moreMs;
    this.#lastArrival[way] = at;
    time.setTimer(at - time.monotonic(), arrived);
  }
}
