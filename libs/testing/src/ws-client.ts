import {
  type Frame,
  type FrameCodec,
  frameCodec,
  type LastEvent,
  lastEventOf,
  noEvent,
  type PayloadKind,
  type PayloadOf,
  type Payloads,
  payloadOf,
  type Subprotocol,
} from '@turnfleet/contract/envelope';
import type { Priority } from '@turnfleet/contract/schemas';
import { WebSocket } from 'ws';

interface WsClientOptions {
  /** Left out: the client offers none. */
  readonly subprotocol?: Subprotocol;
  readonly headers?: Readonly<Record<string, string>>;
  /** Default: that of shoppers, `/v1/ws`. */
  readonly path?: string;
}

/** What a client takes along from one connection to the next. */
type Before = Pick<WsClient, 'session' | 'lastSequence'> & Partial<Pick<WsClient, 'lastEvent'>>;

/** A client over WebSocket that numbers its messages and keeps what it is told, in order. */
export class WsClient {
  readonly socket: WebSocket;
  readonly codec: FrameCodec;
  /** The session of the last welcome, and the last sequence of it that was read by `next`. */
  session = '';
  lastSequence = 0;
  /** Of the message with that sequence, as a hello says it. */
  lastEvent: LastEvent = noEvent;
  /** How the socket was closed; null while it is not. */
  closed: { readonly code: number; readonly reason: string } | null = null;
  readonly #told: Frame[] = [];
  #sequence = 0;
  #wake: () => void = () => undefined;

  private constructor(socket: WebSocket, codec: FrameCodec) {
    this.socket = socket;
    this.codec = codec;
    socket.on('message', (data) => {
      this.#told.push(codec.decode(data as Buffer));
      this.#wake();
    });
    socket.on('error', () => undefined);
    socket.on('close', (code, reason) => {
      this.closed = { code, reason: String(reason) };
      this.#wake();
    });
  }

  /** `url`: of the ingress, `http://…`. Rejects with what the server answers in place of a WebSocket, `STATUS BODY`. */
  static connect(
    url: string,
    { subprotocol, headers = {}, path = '/v1/ws' }: WsClientOptions = {},
    query = '',
  ): Promise<WsClient> {
    const address = `${url.replace(/^http/, 'ws')}${path}${query}`;
    const socket = new WebSocket(address, subprotocol ?? [], { headers, perMessageDeflate: false });
    const client = new WsClient(socket, frameCodec(subprotocol ?? 'turnfleet.json.v1'));
    return new Promise((resolve, reject) => {
      socket.once('open', () => resolve(client));
      socket.once('error', reject);
      socket.once('unexpected-response', (_request, response) => {
        let body = '';
        response.on('data', (bytes: Buffer) => (body += bytes.toString()));
        response.on('end', () => reject(new Error(`${response.statusCode} ${body}`)));
      });
    });
  }

  /** Connects and says hello; with the session and the sequence of one that is gone, goes on with it. */
  static async open(url: string, options: WsClientOptions = {}, before?: Before): Promise<WsClient> {
    const client = await WsClient.connect(url, options);
    client.hello(before);
    await client.next('welcome');
    return client;
  }

  hello({ session, lastSequence, lastEvent = noEvent }: Before = { session: '', lastSequence: 0 }): number {
    this.lastSequence = lastSequence;
    this.lastEvent = lastEvent;
    return this.send('hello', { session, lastSequence, ...lastEvent });
  }

  /** Sends under the next number; returns it. */
  send<Kind extends PayloadKind>(
    kind: Kind,
    fields: Partial<Payloads[Kind]>,
    priority: Priority | null = null,
  ): number {
    this.#sequence += 1;
    this.sendAs(this.#sequence, kind, fields, priority);
    return this.#sequence;
  }

  sendAs<Kind extends PayloadKind>(
    sequence: number,
    kind: Kind,
    fields: Partial<Payloads[Kind]>,
    priority: Priority | null = null,
  ): void {
    const frame = { sequence, at: 0, session: '', priority, traceparent: '', payload: payloadOf(kind, fields) };
    this.socket.send(this.codec.encode(frame), { binary: this.codec.isBinary });
  }

  /** Acknowledges all that was read. */
  acknowledge(): void {
    this.sendAs(0, 'ack', { sequence: this.lastSequence });
  }

  /** The next frame that is told; null once the socket is closed and all was read. Numbers have to come one by one. */
  async read(): Promise<Frame | null> {
    for (;;) {
      const frame = this.#told.shift();
      if (frame) {
        if (frame.sequence > 0) {
          if (frame.sequence !== this.lastSequence + 1) {
            throw new Error(`Sequence ${frame.sequence} came after ${this.lastSequence}.`);
          }
          this.lastSequence = frame.sequence;
          this.lastEvent = lastEventOf(frame.payload);
        }
        if (frame.payload.kind === 'welcome') this.#welcomed(frame.payload);
        return frame;
      }
      if (this.closed) return null;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  #welcomed({ session, resumed }: PayloadOf<'welcome'>): void {
    this.session = session;
    if (resumed) return;
    this.lastSequence = 0;
    this.lastEvent = noEvent;
  }

  /** The next payload of a kind that also fits, leaving out those before it. */
  async next<Kind extends PayloadKind>(
    kind: Kind,
    fits: (payload: PayloadOf<Kind>) => boolean = () => true,
  ): Promise<PayloadOf<Kind>> {
    for (let frame = await this.read(); frame; frame = await this.read()) {
      const payload = frame.payload as PayloadOf<Kind>;
      if (frame.payload.kind === kind && fits(payload)) return payload;
    }
    throw new Error(`The connection was closed without ${kind}: ${this.closed?.code} ${this.closed?.reason}`);
  }

  /** How the server closes it. */
  async end(): Promise<{ readonly code: number; readonly reason: string }> {
    while (!this.closed) await this.read();
    return this.closed;
  }

  /** As when the network is gone. */
  cut(): void {
    this.socket.terminate();
  }
}
