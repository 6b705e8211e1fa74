import { request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Ingress, postTurn, startIngress } from '../testing/index.ts';

/** 10,000 when it is looked at by hand. */
const runs = Number(process.env['FUZZED_BODIES'] ?? 300);
const patienceMs = 30_000 + 100 * runs;

let ingress: Ingress;
beforeAll(async () => {
  ingress = await startIngress();
});
afterAll(() => ingress.stop());

const path = '/v1/conversations/c-1/turns';

function send(body: Uint8Array, headers: Record<string, string> = {}): Promise<{ status: number; type: string }> {
  return new Promise((resolve, reject) => {
    const all = { 'content-type': 'application/json', 'content-length': String(body.length), ...headers };
    const sending = request(`${ingress.url}${path}`, { method: 'POST', headers: all }, (answer) => {
      answer.resume().once('end', () => {
        resolve({ status: answer.statusCode ?? 0, type: answer.headers['content-type'] ?? '' });
      });
    });
    sending.once('error', reject).end(body);
  });
}

describe('whatever is sent as a turn', () => {
  it(
    'is answered with a turn or a reason, never with a failure of ours',
    async () => {
      const valid = { text: 'Hi', locale: 'en', user: { id: 'u' }, metadata: { a: 'b' } };
      const fields = fc.dictionary(
        fc.constantFrom('text', 'locale', 'user', 'metadata', '__proto__', 'x'),
        fc.jsonValue(),
      );
      const nearly = fields.map((more) => Buffer.from(JSON.stringify({ ...valid, ...more })));
      const cut = fc.tuple(nearly, fc.nat(60)).map(([bytes, at]) => bytes.subarray(0, at));
      const turned = fc.tuple(nearly, fc.nat(), fc.nat(255)).map(([bytes, at, byte]) => {
        const other = Buffer.from(bytes);
        other[at % other.length] = byte;
        return other;
      });
      const anything = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes));
      await fc.assert(
        fc.asyncProperty(fc.oneof(nearly, cut, turned, anything), async (body) => {
          await ingress.clock.advance(100);
          const { status, type } = await send(body);
          expect([202, 400]).toContain(status);
          if (status === 400) expect(type).toBe('application/problem+json');
        }),
        { numRuns: runs },
      );
    },
    patienceMs,
  );

  it('is refused for its size before it is here, and the connection with it', async () => {
    const tooLarge = Buffer.alloc(10 * 2 ** 20, 'x');
    const refused = await send(tooLarge).catch((error: NodeJS.ErrnoException) => error.code);
    expect([{ status: 413, type: 'application/problem+json' }, 'ECONNRESET', 'EPIPE']).toContainEqual(refused);
    expect((await postTurn(ingress, 'c-2', { text: 'Hi' })).status).toBe(202);
  });

  it('holds nobody else up, however slowly it comes', async () => {
    const { hostname, port } = new URL(ingress.url);
    const slow = connect(Number(port), hostname);
    const body = '{"text":"Hi"}';
    const head = `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
    const answered = new Promise<string>((resolve) => slow.once('data', (bytes) => resolve(bytes.toString())));
    for (const byte of head + body) {
      slow.write(byte);
      if (byte === '\n' || byte === '"') expect((await postTurn(ingress, 'c-3', { text: 'Hi' })).status).toBe(202);
    }
    expect(await answered).toContain('HTTP/1.1 202');
    slow.destroy();
  });
});
