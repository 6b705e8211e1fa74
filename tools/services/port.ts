import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * A free port of 127.0.0.1 below the range from which outgoing connections take theirs, so that nobody
 * takes it by chance before the server does, or while the server is restarted.
 */
export async function freePort(pick: () => number = () => randomInt(20_000, 30_000)): Promise<number> {
  for (let tries = 0; tries < 100; tries += 1) {
    const port = pick();
    if (await isFree(port)) return port;
  }
  throw new Error('no free port found on 127.0.0.1 between 20000 and 29999');
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
