import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { jaegerTraces } from './jaeger.ts';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const resourceSpans = [{ scopeSpans: [] }];

describe('traces from Jaeger', () => {
  let server: Server;
  let url: string;
  let status = 200;

  /** Answers as Jaeger 2.13 does (v1.76.0 of its Go module). */
  beforeEach(async () => {
    status = 200;
    server = createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '', 'http://jaeger');
      const search = pathname === '/jaeger/api/traces';
      const isHere =
        searchParams.get('service') === 'turnfleet' && searchParams.get('tags') === '{"turnfleet.turn.id":"t-1"}';
      const found = search ? isHere : pathname.endsWith(traceId);
      const answer = search ? { data: found ? [{ traceID: traceId }] : [] } : { result: { resourceSpans } };
      response.writeHead(status === 200 && !found && !search ? 404 : status);
      response.end(JSON.stringify(answer));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/jaeger/`;
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  it.each([traceId, 't-1'])('are found by %s', async (id) => {
    expect(JSON.parse((await jaegerTraces(url).find(id)) ?? '')).toEqual({ resourceSpans });
  });

  it.each(['4bf92f3577b34da6a3ce929d0e0e4737', 't-2'])('are none for %s', async (id) => {
    expect(await jaegerTraces(url).find(id)).toBeNull();
  });

  it('are not to be had while it fails or is away, and that is said', async () => {
    status = 500;
    await expect(jaegerTraces(url).find('t-1')).rejects.toMatchObject({ kind: 'overloaded' });
    await expect(jaegerTraces('http://127.0.0.1:1').find('t-1')).rejects.toMatchObject({ kind: 'overloaded' });
  });
});
