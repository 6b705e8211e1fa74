import { once } from 'node:events';
import { type ClientHttp2Session, connect } from 'node:http2';
import { expect, it } from '@jest/globals';
import { startH2Proxy } from '../testing/h2-proxy.ts';
import { startIngress } from '../testing/index.ts';

/** Status, and what comes until it holds `end`, or all. */
async function ask(session: ClientHttp2Session, headers: Record<string, string>, body?: string, end?: string) {
  const stream = session.request(headers);
  stream.setEncoding('utf8');
  if (body !== undefined) stream.end(body);
  const [answer] = (await once(stream, 'response')) as [Record<string, string | number>];
  let text = '';
  for await (const piece of stream as AsyncIterable<string>) {
    text += piece;
    if (end !== undefined && text.includes(end)) break;
  }
  stream.close();
  return { answer, text };
}

it('twenty streams over one connection of HTTP/2 tell each event as it comes, and go on after the last one seen', async () => {
  const ingress = await startIngress();
  const proxy = await startH2Proxy(ingress.url);
  const session = connect(proxy.url);
  const conversations = Array.from({ length: 20 }, (_, i) => `c-${i}`);
  const readers = conversations.map((conversation) =>
    // Told while the turn runs: a proxy that held events back would never see this one.
    ask(session, { ':path': `/v1/conversations/${conversation}/events` }, undefined, 'reply.delta'),
  );
  for (const conversation of conversations) {
    const path = `/v1/conversations/${conversation}/turns`;
    const headers = { ':method': 'POST', ':path': path, 'content-type': 'application/json', 'idempotency-key': 't-1' };
    const { answer } = await ask(session, headers, '{"text":"Hi"}');
    expect(answer[':status']).toBe(202);
    await ingress.worker.progress(conversation, { type: 'reply.delta', turnId: 't-1', text: 'a' });
  }
  for (const { answer, text } of await Promise.all(readers)) {
    expect(answer).toMatchObject({ ':status': 200, 'x-accel-buffering': 'no' });
    expect(text).toContain('event: turn.accepted');
  }
  await ingress.worker.answer('c-0', 't-1');
  const rest = await ask(
    session,
    { ':path': '/v1/conversations/c-0/events?lastEventId=1-2' },
    undefined,
    'reply.completed',
  );
  expect(rest.text).not.toContain('reply.delta');
  session.close();
  await proxy.stop();
  await ingress.stop();
}, 20_000);
