import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sseContentType, sseFrame, sseOpening } from '@turnfleet/core/sse';
import { serving } from '../connections/server-process.ts';

const frames = ['1-1', '1-2'].map((id) => sseFrame({ id, event: 'reply.delta', data: 'x'.repeat(250) }));

const http = createServer((request, response) => {
  response.writeHead(200, { 'content-type': sseContentType, 'cache-control': 'no-cache' });
  response.write(sseOpening(1_000, null));
  for (const frame of request.headers['last-event-id'] === '1-1' ? frames.slice(1) : frames) response.write(frame);
});
http.listen(0, '127.0.0.1', () => serving(`http://127.0.0.1:${(http.address() as AddressInfo).port}`));
