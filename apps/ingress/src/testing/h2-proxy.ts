import { once } from 'node:events';
import { request } from 'node:http';
import { constants, createServer } from 'node:http2';
import type { AddressInfo } from 'node:net';

/** What HTTP/2 has no place for: https://www.rfc-editor.org/rfc/rfc9113#section-8.2.2 */
const ofConnection = new Set(['connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'proxy-connection']);

/** A proxy as stands before an ingress: HTTP/2 to clients, HTTP/1.1 behind. */
export async function startH2Proxy(target: string) {
  const server = createServer((incoming, outgoing) => {
    const headers = Object.fromEntries(Object.entries(incoming.headers).filter(([name]) => !name.startsWith(':')));
    const onward = request(new URL(incoming.url, target), {
      method: incoming.method,
      headers: { ...headers, host: String(incoming.headers[constants.HTTP2_HEADER_AUTHORITY] ?? '') },
    });
    onward.on('response', (answer) => {
      const kept = Object.entries(answer.headers).filter(([name]) => !ofConnection.has(name));
      outgoing.writeHead(answer.statusCode ?? 502, Object.fromEntries(kept));
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.stream.close(constants.NGHTTP2_INTERNAL_ERROR));
    incoming.pipe(onward);
    outgoing.stream.on('close', () => onward.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async (): Promise<void> => {
      server.close();
      await once(server, 'close');
    },
  };
}
