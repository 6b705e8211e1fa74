import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { streamedAnswer, wholeAnswer } from './answers.ts';

/** A model endpoint as a process of its own, so that what it costs is not measured: `{ port }` to its parent when it is ready. */
const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    const { stream } = JSON.parse(Buffer.concat(parts).toString()) as { readonly stream?: boolean };
    if (stream) sendStream(response);
    else response.writeHead(200, { 'content-type': 'application/json' }).end(wholeAnswer);
  });
});

/** Each chunk leaves by itself, as those of a model do. */
function sendStream(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  let at = 0;
  const next = (): void => {
    const chunk = streamedAnswer[at++];
    if (chunk === undefined) {
      response.end();
      return;
    }
    response.write(chunk);
    setImmediate(next);
  };
  next();
}

server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.once('disconnect', () => process.exit());
