import { connect, type Socket } from 'node:net';

/** Where a stream is read, and by whom. */
export interface StreamAddress {
  readonly url: string;
  readonly path: string;
  readonly key: string;
}

/** What a client found on coming back. */
export interface Back {
  /** Null: the connection was refused or cut. */
  readonly status: number | null;
  /** Ids of events, the heading's own left out. */
  readonly ids: readonly string[];
  readonly tookMs: number;
  readonly socket: Socket;
}

/** Without a client's library, so that what is measured is the server. Resolves with so many events, or with a refusal. */
export function comeBack({ url, path, key }: StreamAddress, lastEventId: string, events: number): Promise<Back> {
  const { hostname, port } = new URL(url);
  const began = performance.now();
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  const resumes = lastEventId === '' ? '' : `last-event-id: ${lastEventId}\r\n`;
  socket.write(
    `GET ${path} HTTP/1.1\r\nhost: ${hostname}\r\nauthorization: Bearer ${key}\r\naccept: text/event-stream\r\n${resumes}\r\n`,
  );
  let text = '';
  const ids = (): string[] => [...text.matchAll(/id: (\S+)\nevent: .*\ndata: .*\n\n/g)].map(([, id = '']) => id);
  return new Promise((resolve) => {
    const done = (status: number | null): void => {
      socket.off('data', read);
      socket.resume();
      resolve({ status, ids: ids(), tookMs: performance.now() - began, socket });
    };
    const read = (bytes: Buffer): void => {
      text += bytes.toString('latin1');
      const status = Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1]);
      if (status !== 200 || ids().length >= events) done(status);
    };
    socket.on('data', read);
    socket.on('error', () => done(null));
    socket.once('close', () => done(null));
  });
}
