import { connect, createServer, type Socket } from 'node:net';

/** The marker that every turn of a run carries in its text, so that a request to the model tells whose it is. */
export const marker = (conversation: number, turn: number): string => `#${conversation}x${turn}#`;
export const lastMarker = /#(\d+x\d+)#(?!.*#\d+x\d+#)/s;

export interface ModelTap {
  readonly port: number;
  cut(): void;
  close(): Promise<void>;
}

/**
 * Stands between one worker and the model, and hears each question whose last word is the shopper's: with it work on a
 * turn begins. Requests on a connection follow one another, so a request is whole when its answer begins, or when its
 * asker died; what counts is `at` (Unix milliseconds), when it began.
 */
export async function tapModel(modelPort: number, asked: (turn: string, at: number) => void): Promise<ModelTap> {
  const pairs = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(modelPort, '127.0.0.1');
    let request = '';
    let began = 0;
    const heard = (): void => {
      const found = lastMarker.exec(request);
      if (found?.[1] && !request.slice(found.index).includes('"role":"tool"')) asked(found[1], began);
      request = '';
    };
    pairs.add(near);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('error', () => to.destroy());
      from.once('close', () => to.destroy());
    }
    near.once('close', () => {
      pairs.delete(near);
      heard();
    });
    near.on('data', (bytes) => {
      if (request === '') began = Date.now();
      request += bytes.toString('latin1');
      far.write(bytes);
    });
    far.on('data', (bytes) => {
      if (request !== '') heard();
      near.write(bytes);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const cut = (): void => pairs.forEach((near) => near.resetAndDestroy());
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    cut,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        cut();
      }),
  };
}
