import { connect, createServer, type Socket } from 'node:net';
import { Transform } from 'node:stream';

/** A TCP proxy in the middle of a connection, for faults: connections cut, frozen or refused. */
export interface TcpProxy {
  readonly port: number;
  /** Connections open now. */
  readonly open: number;
  /** Resets every open connection; new ones are accepted. */
  cut(): void;
  /** Accepts and keeps connections, but passes nothing on in either direction: the peer hangs. */
  freeze(): void;
  /** Holds back what the target says; what is said to it still arrives: it acts, and nobody hears of it. */
  mute(): void;
  /** Passes everything on again, what was kept back first. */
  thaw(): void;
  /** Resets every open connection and every new one at once, until `admit`. */
  refuse(): void;
  admit(): void;
  /** Passes everything on this much later, in either direction; 0 as at the start. */
  delay(ms: number): void;
  /** New connections go there from now on. */
  redirect(target: Target): void;
  close(): Promise<void>;
}

interface Target {
  readonly host: string;
  readonly port: number;
}

/** Both ends of a connection, and what lies between them in each direction. */
interface Pair {
  readonly near: Socket;
  readonly there: Transform;
  readonly back: Transform;
  readonly far: Socket;
}

/** Listens on a free port of 127.0.0.1 and passes everything on to `host:port`. */
export async function startTcpProxy(first: Target): Promise<TcpProxy> {
  let target = first;
  let delayMs = 0;
  const pairs = new Set<Pair>();
  let frozen = false;
  let refusing = false;

  const server = createServer((near) => {
    near.on('error', () => undefined); // a peer that is cut off is what this is for
    if (refusing) {
      near.resetAndDestroy();
      return;
    }
    const far = connect(target);
    far.on('error', () => near.resetAndDestroy());
    const pair = { near, there: later(() => delayMs), back: later(() => delayMs), far };
    pairs.add(pair);
    near.once('close', () => {
      pairs.delete(pair);
      far.destroy();
    });
    far.once('close', () => near.destroy());
    pair.there.pipe(far);
    pair.back.pipe(near);
    if (!frozen) flow(pair);
  });

  function cut(): void {
    for (const { near } of pairs) near.resetAndDestroy();
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    get open() {
      return pairs.size;
    },
    cut,
    freeze: () => {
      frozen = true;
      for (const pair of pairs) hold(pair);
    },
    mute: () => {
      for (const { back, far } of pairs) far.unpipe(back).pause();
    },
    thaw: () => {
      frozen = false;
      for (const pair of pairs) flow(pair);
    },
    refuse: () => {
      refusing = true;
      cut();
    },
    admit: () => {
      refusing = false;
    },
    delay: (ms) => {
      delayMs = ms;
    },
    redirect: (other) => {
      target = other;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        cut();
      }),
  };
}

function flow({ near, there, back, far }: Pair): void {
  near.pipe(there);
  far.pipe(back);
}

function hold({ near, there, back, far }: Pair): void {
  near.unpipe(there).pause();
  far.unpipe(back).pause();
}

/** Hands everything on `ms` later than it came, in order. */
function later(ms: () => number): Transform {
  const delayed: Buffer[] = [];
  let due = 0;
  return new Transform({
    transform(chunk: Buffer, _, done) {
      due = Math.max(due, performance.now() + ms());
      const left = due - performance.now();
      if (left <= 0 && delayed.length === 0) return done(null, chunk);
      delayed.push(chunk);
      setTimeout(() => {
        const next = delayed.shift();
        if (next) this.push(next);
      }, left);
      done();
    },
    // Timers of the same moment need not come in order: what is left goes before the end.
    flush(done) {
      const end = (): void => {
        for (const chunk of delayed.splice(0)) this.push(chunk);
        done();
      };
      setTimeout(end, Math.max(0, due - performance.now()));
    },
  });
}
