import { connect, createServer, type Socket } from 'node:net';

/** A TCP proxy in the middle of a connection, for faults: connections cut, frozen or refused. */
export interface TcpProxy {
  readonly port: number;
  /** Connections open now. */
  readonly open: number;
  /** Resets every open connection; new ones are accepted. */
  cut(): void;
  /** Accepts and keeps connections, but passes nothing on in either direction: the peer hangs. */
  freeze(): void;
  /** Passes everything on again, what was held back first. */
  thaw(): void;
  /** Resets every open connection and every new one at once, until `admit`. */
  refuse(): void;
  admit(): void;
  close(): Promise<void>;
}

/** Listens on a free port of 127.0.0.1 and passes everything on to `host:port`. */
export async function startTcpProxy(target: { readonly host: string; readonly port: number }): Promise<TcpProxy> {
  const pairs = new Set<readonly [Socket, Socket]>();
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
    const pair = [near, far] as const;
    pairs.add(pair);
    near.once('close', () => {
      pairs.delete(pair);
      far.destroy();
    });
    far.once('close', () => near.destroy());
    near.pipe(far);
    far.pipe(near);
    if (frozen) hold(pair);
  });

  function cut(): void {
    for (const [near] of pairs) near.resetAndDestroy();
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
    thaw: () => {
      frozen = false;
      for (const [near, far] of pairs) {
        near.pipe(far);
        far.pipe(near);
      }
    },
    refuse: () => {
      refusing = true;
      cut();
    },
    admit: () => {
      refusing = false;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        cut();
      }),
  };
}

function hold([near, far]: readonly [Socket, Socket]): void {
  for (const [from, to] of [
    [near, far],
    [far, near],
  ] as const) {
    from.unpipe(to);
    from.pause();
  }
}
